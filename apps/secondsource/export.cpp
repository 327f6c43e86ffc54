// `secondsource export`: tidy CSV files out of a results file.
#include <filesystem>

#include <fmt/format.h>

#include "apps/secondsource/command.h"
#include "apps/secondsource/terminal.h"
#include "sim/run/results.h"
#include "sim/scenario/diagnostic.h"

namespace secondsource {
namespace {

namespace fs = std::filesystem;

class Export final : public Command {
public:
    std::string_view              name() const override { return "export"; }
    std::string_view              about() const override { return "writes the tables of a results file as CSV files"; }
    std::vector<std::string_view> examples() const override {
        return {"secondsource export openai_amd.sqlite", "secondsource export openai_amd.sqlite --out csv"};
    }
    void declare(Options& options) override {
        options.argument("RESULTS.sqlite", file_, "what `secondsource run` has written");
        options.text("--out", "FOLDER", folder_, "writes them into this folder (default: the results' name without its ending)");
    }

    int run() override {
        std::error_code ignored;
        if (!fs::exists(file_, ignored))
            throw UsageError{fmt::format("there are no results {}", in_quotes(file_)),
                             "`secondsource run` writes them"};
        const fs::path folder = folder_.empty() ? fs::path{file_}.replace_extension() : fs::path{folder_};
        if (fs::exists(folder, ignored) && !fs::is_directory(folder, ignored))
            throw UsageError{fmt::format("{} is no folder", in_quotes(folder.string())), "--out names another"};
        try {
            Database readable{file_, Database::Mode::read};
        } catch (const DatabaseError& wrong) { throw UsageError{wrong.what()}; }
        const std::size_t files = export_csv(file_, folder);
        write_out(fmt::format("{} tables are in {}\n", files, folder.string()));
        return exit_done;
    }

private:
    std::string file_, folder_;
};

}   // namespace

std::unique_ptr<Command> export_command() { return std::make_unique<Export>(); }

}   // namespace secondsource
