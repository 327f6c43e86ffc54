// A file and all that it extends.

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <span>

#include <fmt/format.h>

#include "sim/base/spelling.h"
#include "sim/scenario/document.h"
#include "sim/scenario/document/merge.h"
#include "sim/scenario/document/toml.h"
#include "sim/scenario/path.h"

namespace secondsource {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t file_bytes_max    = 64u << 20;
constexpr std::size_t all_bytes_max     = 256u << 20;
constexpr std::size_t files_max         = 100;
constexpr std::size_t extends_depth_max = 16;

void erase(const PathEnd& end) {
    const auto index = static_cast<std::ptrdiff_t>(end.index);
    if (auto* table = end.parent->as<Node::Table>()) table->erase(table->begin() + index);
    if (auto* list = end.parent->as<Node::List>()) list->erase(list->begin() + index);
}

/// What goes with a node that stands at a path: see Removal. `key` is its own, or that of the list that it is in.
void list_gone(const Node& node, const std::string& path, std::string_view key, bool is_element, std::vector<std::string>& gone) {
    const auto list_elements = [&](const Node& list, const std::string& before, std::string_view list_key) {
        for (const Node& element : *list.as<Node::List>())
            if (const std::string name = identity(element, list_key); !name.empty())
                list_gone(element, before + '.' + name, list_key, true, gone);
    };
    const bool is_link = key == "link" && is_element;
    gone.push_back(is_link ? "link." + identity(node, "link") : path);
    if (node.is_list()) return list_elements(node, path, key);
    if (!node.is_table() || !is_element) return;
    if (is_link) {
        const std::string requirement{node.text_at("requirement").empty() ? node.text_at("product") : node.text_at("requirement")};
        const std::string to = fmt::format("to {}.{}", node.text_at("buyer"), requirement);
        gone.push_back(to);
        gone.push_back(fmt::format("from {} {}", node.text_at("seller"), to));
    }
    if (key == "process") {   // of an agent: "agent.tsmc.process.n3"
        const std::size_t from = path.find('.') + 1, end = path.find(".process.");
        if (end != std::string::npos && end > from) gone.push_back(fmt::format("to {}.{}", path.substr(from, end - from), node.text_at("output")));
    }
    for (const Entry& entry : *node.as<Node::Table>())
        if (entry.value.is_list()) list_elements(entry.value, path + '.' + entry.key, entry.key);
}

/// The texts of a list of texts, or of a single one; the rest is reported with `what` was expected.
std::vector<const Node*> texts_of(const Node& node, Problem problem, std::string_view what, Diagnostics& diagnostics) {
    std::vector<const Node*> texts;
    const auto               add = [&](const Node& element) {
        if (element.as<std::string>()) texts.push_back(&element);
        else diagnostics.error(problem, element.place, fmt::format("expected {}, found {}", what, kind_of(element)));
    };
    if (const auto* list = node.as<Node::List>()) std::ranges::for_each(*list, add);
    else add(node);
    return texts;
}

}   // namespace

/// Reads a file and what it extends into one tree.
class Loader {
public:
    Loader(Document& document, Diagnostics& diagnostics, std::span<const fs::path> folders = {})
        : document_{document}, diagnostics_{diagnostics}, folders_{folders} {}

    void read_file(const fs::path& path) { document_.root_ = file(path, {}); }
    void read_text(std::string_view text, std::string name, const fs::path& folder) {
        document_.root_ = layer(text, std::move(name), folder);
    }

private:
    struct Open {
        fs::path    real;
        std::string shown;
    };

    /// `from` is the place that asked for the file.
    Node file(const fs::path& path, const Place& from) {
        Node                             empty{Node::Table{}, from, nullptr};
        const std::optional<std::string> text = text_of(path, from);
        if (!text) return empty;
        std::error_code error;
        fs::path        real = fs::canonical(path, error);
        if (error) real = path;   // a pipe has no other name
        if (refuse_loop(real, from)) return empty;
        open_.push_back({real, path.generic_string()});
        Node tree = layer(*text, path.generic_string(), path.parent_path());
        open_.pop_back();
        return tree;
    }

    /// One text on top of what it extends.
    Node layer(std::string_view text, std::string name, const fs::path& folder) {
        if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);   // a byte-order mark
        const auto source = std::make_shared<const Source>(std::move(name), std::string{text},
                                                           static_cast<int>(document_.sources_.size()));
        document_.sources_.push_back(source);
        Node                base{Node::Table{}, {source.get(), 1, 1, 1}, nullptr};
        std::optional<Node> own = parsed(*source, diagnostics_);
        if (!own) return base;
        check_version(*own);
        if (const auto extends = taken(*own, "extends"))
            for (const Node* node : texts_of(extends->value, Problem::extends, "the name of a file", diagnostics_))
                merge(base, file(meant(*node->as<std::string>(), folder), node->place), "");
        else refuse_near_extends(*own);
        if (const auto remove = taken(*own, "remove"))
            for (const Node* node : texts_of(remove->value, Problem::path, "a path", diagnostics_)) {
                const std::string& path = *node->as<std::string>();
                const PathEnd      end  = follow(base, path);
                if (end.node) {
                    document_.removals_.push_back({node->place, {}});
                    list_gone(*end.node, path, end.reached_key, end.parent->is_list(), document_.removals_.back().gone);
                    erase(end);
                } else report_lost_path(end, path, node->place, diagnostics_);
            }
        merge(base, std::move(*own), "");
        return base;
    }

    /// The file that is extended under a name: beside the file that names it, else in the folders. Nothing extends itself.
    fs::path meant(const fs::path& name, const fs::path& folder) const {
        const auto is_file = [&](const fs::path& path) {
            std::error_code error;
            const fs::path  real = fs::canonical(path, error);
            return !error && !fs::is_directory(real, error) && (open_.empty() || real != open_.back().real);
        };
        const auto with_ending = [](fs::path path) { return path += ".toml"; };
        fs::path   beside      = (folder / name).lexically_normal();
        if (name.empty() || is_file(beside)) return beside;
        if (name.extension() != ".toml" && is_file(with_ending(beside))) return with_ending(beside);
        if (name.is_absolute()) return beside;
        for (const fs::path& other : folders_)
            for (const fs::path& path : {other / name, with_ending(other / name)})
                if (is_file(path)) return path.lexically_normal();
        return beside;
    }

    /// Where `extends` is misspelt all that the other file says would be missing.
    void refuse_near_extends(const Node& own) {
        constexpr std::array<std::string_view, 1> known{"extends"};
        for (const Entry& entry : *own.as<Node::Table>()) {
            const auto* list = entry.value.as<Node::List>();
            if (!entry.value.as<std::string>() && !(list && !list->empty() && list->front().as<std::string>())) continue;
            if (nearest(entry.key, std::span<const std::string_view>{known}))
                diagnostics_.error(Problem::unknown_key, entry.key_place, fmt::format("unknown key {} at the top of the file", in_quotes(entry.key)),
                                   "did you mean \"extends\"? The file, or files, that this one builds on.");
        }
    }

    void check_version(Node& tree) {
        const auto given = taken(tree, "schema_version");
        if (!given) return;
        const auto* version = given->value.as<std::int64_t>();
        if (version && *version == Document::schema_version) return;
        const bool newer = version && *version > Document::schema_version;
        diagnostics_.error(
            Problem::schema_version, given->value.place,
            fmt::format("schema_version must be {}, not {}", Document::schema_version, to_text(given->value)),
            newer ? "the file is written for a newer secondsource: update the program" : "");
    }

    std::optional<std::string> text_of(const fs::path& path, const Place& from) {
        const auto refuse = [&](std::string message, std::string help = {}) {
            diagnostics_.error(Problem::unreadable_file, from, std::move(message), std::move(help));
            return std::nullopt;
        };
        const std::string shown = in_quotes(path.generic_string());
        std::error_code   error;
        const auto        status = fs::status(path, error);
        if (status.type() == fs::file_type::not_found)
            return refuse(fmt::format("there is no file {}", shown), file_meant(path));
        if (status.type() == fs::file_type::directory)
            return refuse(fmt::format("{} is a folder, not a scenario file", shown));
        std::ifstream in{path, std::ios::binary};
        std::string   text;
        std::string   block(1u << 16, '\0');
        while (in && text.size() <= file_bytes_max) {
            in.read(block.data(), static_cast<std::streamsize>(block.size()));
            text.append(block, 0, static_cast<std::size_t>(in.gcount()));
        }
        if (text.size() > file_bytes_max)
            return refuse(fmt::format("{} is larger than {} MB", shown, file_bytes_max >> 20));
        if (!in.eof()) return refuse(fmt::format("{} cannot be read", shown), "is it yours to read?");
        bytes_ += text.size();
        if (++files_ > files_max) return refuse(fmt::format("more than {} files extend each other", files_max));
        if (bytes_ > all_bytes_max)
            return refuse(fmt::format("the files have more than {} MB together", all_bytes_max >> 20));
        return text;
    }

    /// The names of the files in a folder, in their order.
    static std::vector<fs::path> files_in(const fs::path& folder) {
        constexpr std::size_t looked_at_max = 10000;
        std::vector<fs::path> names;
        std::error_code       error;
        for (fs::directory_iterator i{folder.empty() ? "." : folder, error}, end; !error && i != end; i.increment(error)) {
            names.push_back(i->path().filename());
            if (names.size() == looked_at_max) break;
        }
        std::ranges::sort(names);   // folders come in any order
        return names;
    }

    std::string file_meant(const fs::path& path) const {
        std::vector<std::string> names;
        for (const fs::path& name : files_in(path.parent_path())) names.push_back(name.generic_string());
        if (const auto meant = nearest(path.filename().generic_string(), names))
            return fmt::format("did you mean {}?", in_quotes((path.parent_path() / *meant).generic_string()));
        names.clear();   // what is extended from the folders needs no ending
        for (const fs::path& folder : folders_)
            for (const fs::path& name : files_in(folder))
                if (name.extension() == ".toml") names.push_back(name.stem().generic_string());
        const auto meant = nearest(path.stem().generic_string(), names);
        return meant ? fmt::format("did you mean {}?", in_quotes(*meant)) : std::string{};
    }

    bool refuse_loop(const fs::path& real, const Place& from) {
        const auto first = std::ranges::find(open_, real, &Open::real);
        if (first != open_.end()) {
            std::string loop;
            for (auto i = first; i != open_.end(); ++i) loop += in_quotes(i->shown) + " extends ";
            diagnostics_.error(Problem::extends, from,
                               "files extend each other in a circle: " + loop + in_quotes(first->shown));
            return true;
        }
        if (open_.size() < extends_depth_max) return false;
        diagnostics_.error(Problem::extends, from,
                           fmt::format("more than {} files extend each other in a row", extends_depth_max));
        return true;
    }

    Document&                 document_;
    Diagnostics&              diagnostics_;
    std::span<const fs::path> folders_;
    std::vector<Open>         open_;
    std::size_t       files_ = 0;
    std::size_t       bytes_ = 0;
};

Document load(const LoadRequest& request, Diagnostics& diagnostics) {
    Document document;
    Loader{document, diagnostics, request.folders}.read_file(request.file);
    int number = 0;
    for (const std::string& assignment : request.sets) document.set(assignment, ++number, diagnostics);
    return document;
}

Document parse_text(std::string_view text, std::string name, Diagnostics& diagnostics, const fs::path& folder) {
    Document document;
    Loader{document, diagnostics}.read_text(text, std::move(name), folder);
    return document;
}

}   // namespace secondsource
