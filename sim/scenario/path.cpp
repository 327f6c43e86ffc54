// Paths followed word by word.

#include "sim/scenario/path.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <optional>

#include <fmt/format.h>

#include "sim/base/spelling.h"

namespace secondsource {

namespace {

/// How much of a path is made of these words with dots between them; 0 if it does not go on with them.
std::size_t length_of(std::string_view path, std::initializer_list<std::string_view> words) {
    std::size_t length = 0;
    for (const std::string_view word : words) {
        if (length > 0 && (length == path.size() || path[length++] != '.')) return 0;
        if (word.empty() || !path.substr(length).starts_with(word)) return 0;
        length += word.size();
    }
    return length == path.size() || path[length] == '.' || path[length] == '[' ? length : 0;
}

/// How much of a path names this element of a list, as `identity` says.
std::size_t length_of(std::string_view path, const Node& element, std::string_view key) {
    if (const auto name = element.text_at("name"); !name.empty()) return length_of(path, {name});
    if (key == "link")
        return length_of(path, {element.text_at("seller"), element.text_at("product"), element.text_at("buyer")});
    return length_of(path, {identity(element, key)});
}

/// The same for the ways in which a link may be named short.
std::size_t short_length_of(std::string_view path, const Node& link) {
    const auto seller = link.text_at("seller"), product = link.text_at("product"), buyer = link.text_at("buyer");
    if (seller.empty() || product.empty() || buyer.empty()) return 0;
    return std::max(
        {length_of(path, {seller, buyer}), length_of(path, {seller, product}), length_of(path, {product, buyer})});
}

/// Places in a list, and how much of the path names them; more than one if the path is ambiguous.
struct Candidates {
    std::vector<std::size_t> indices;
    std::size_t              length = 0;

    void add(std::size_t index, std::size_t word) {
        if (word == 0 || word < length) return;
        if (word > length) indices.clear();
        length = word;
        indices.push_back(index);
    }
};

Candidates elements_named(const Node::List& list, std::string_view key, std::string_view path) {
    Candidates found;
    if (path.starts_with('[')) {
        std::size_t index       = 0;
        const auto [end, error] = std::from_chars(path.data() + 1, path.data() + path.size(), index);
        const auto length       = static_cast<std::size_t>(end - path.data()) + 1;
        if (error == std::errc{} && length <= path.size() && *end == ']' && index < list.size())
            found.add(index, length);
        return found;
    }
    for (std::size_t i = 0; i < list.size(); ++i) found.add(i, length_of(path, list[i], key));
    if (found.indices.empty() && key == "link")
        for (std::size_t i = 0; i < list.size(); ++i) found.add(i, short_length_of(path, list[i]));
    return found;
}

/// A link whose name is near to the beginning of a path, however short it is written, with the rest of the path.
std::optional<std::string> link_meant(const Node::List& links, std::string_view path) {
    for (const int words : {3, 2}) {
        std::size_t length = 0;
        for (int word = 0; word < words && length != std::string_view::npos; ++word) length = path.find('.', length + 1);
        const std::string_view   name = path.substr(0, length);
        std::vector<std::string> known;
        constexpr std::size_t    known_max = 5000;
        for (const Node& link : links) {
            if (known.size() >= known_max) break;
            const std::string seller{link.text_at("seller")}, product{link.text_at("product")}, buyer{link.text_at("buyer")};
            if (words == 3) known.push_back(identity(link, "link"));
            else known.insert(known.end(), {seller + '.' + buyer, seller + '.' + product, product + '.' + buyer});
        }
        if (auto meant = nearest(name, known)) return *meant + std::string{path.substr(name.size())};
    }
    return std::nullopt;
}

}   // namespace

PathEnd follow(Node& root, std::string_view path) {
    PathEnd end;
    end.reached = &root;
    end.rest    = path;
    Node* at    = &root;
    while (!end.rest.empty()) {
        std::size_t index = 0, length = 0;
        Node*       next = nullptr;
        if (auto* table = at->as<Node::Table>()) {
            for (std::size_t i = 0; i < table->size(); ++i)
                if ((*table)[i].key.size() > length && length_of(end.rest, {(*table)[i].key}) > 0) {
                    index  = i;
                    length = (*table)[i].key.size();
                    next   = &(*table)[i].value;
                }
            if (next) end.reached_key = (*table)[index].key;
        } else if (auto* list = at->as<Node::List>()) {
            const Candidates found = elements_named(*list, end.reached_key, end.rest);
            if (found.indices.size() > 1) {
                for (const std::size_t match : found.indices)
                    end.matches.push_back(end.reached_key + '.' + identity((*list)[match], end.reached_key));
                return end;
            }
            if (!found.indices.empty()) {
                index  = found.indices.front();
                length = found.length;
                next   = &(*list)[index];
            }
        }
        if (!next) return end;
        end.rest.remove_prefix(length);
        if (end.rest == ".") return end;
        if (end.rest.starts_with('.')) end.rest.remove_prefix(1);
        end.parent  = at;
        end.index   = index;
        end.reached = at = next;
    }
    if (at != &root) end.node = at;
    return end;
}

void report_lost_path(const PathEnd& end, std::string_view path, const Place& place, Diagnostics& diagnostics) {
    if (!end.matches.empty()) {
        constexpr std::size_t listed_max = 12;
        std::string           matches;
        for (std::size_t i = 0; i < std::min(end.matches.size(), listed_max); ++i)
            matches += (i == 0 ? "" : ", ") + in_quotes(end.matches[i]);
        if (end.matches.size() > listed_max) matches += " …";
        diagnostics.error(Problem::path, place, fmt::format("the path {} could be several", in_quotes(path)),
                          "write one of " + matches);
        return;
    }
    const std::string reached{path.substr(0, path.size() - end.rest.size())};
    const std::string before = reached.ends_with('.') ? reached.substr(0, reached.size() - 1) : reached;
    const std::string where  = before.empty() ? "the scenario" : in_quotes(before);
    if (!end.reached->is_table() && !end.reached->is_list()) {
        diagnostics.error(
            Problem::path, place,
            fmt::format("the path {} leads nowhere: {} is {}", in_quotes(path), where, kind_of(*end.reached)));
        return;
    }
    const std::string_view   word = end.rest.substr(0, end.rest.find('.'));
    const std::string_view   after = end.rest.substr(word.size());
    std::vector<std::string> known;
    constexpr std::size_t    known_max = 5000;   // a suggestion is worth milliseconds
    const auto               add       = [&](std::string name) {
        if (known.size() < known_max) known.push_back(std::move(name));
    };
    if (const auto* table = end.reached->as<Node::Table>())
        for (const Entry& entry : *table) add(entry.key);
    if (const auto* list = end.reached->as<Node::List>())
        for (const Node& element : *list) add(identity(element, end.reached_key));
    std::optional<std::string> meant;
    if (end.reached_key == "link" && end.reached->is_list()) {
        meant = link_meant(*end.reached->as<Node::List>(), end.rest);
    } else if (meant = nearest(word, known); meant) {
        *meant += after;
    } else {
        meant = nearest(end.rest, known);   // names may hold dots
    }
    std::string help;
    if (meant) help = fmt::format("did you mean {}?", in_quotes(before.empty() ? *meant : before + '.' + *meant));
    else if (end.reached_key == "link" && end.reached->is_table() && end.parent->is_list()) {   // a full name was begun like a short one
        known.clear();
        for (const Node& link : *end.parent->as<Node::List>()) add("link." + identity(link, "link"));
        if (meant = nearest(path, known); meant) help = fmt::format("did you mean {}?", in_quotes(*meant));
    }
    diagnostics.error(Problem::path, place,
                      fmt::format("the path {} leads nowhere: {} has no {}", in_quotes(path), where, in_quotes(word)),
                      help);
}

}   // namespace secondsource
