// `secondsource graph`: the network of a scenario, for Graphviz.
#include "agents/cast.h"
#include "apps/secondsource/command.h"
#include "apps/secondsource/scenario_file.h"
#include "apps/secondsource/terminal.h"
#include "sim/network/picture.h"
#include "sim/scenario/scenario.h"

namespace secondsource {
namespace {

class DrawGraph final : public Command {
public:
    std::string_view name() const override { return "graph"; }
    std::string_view about() const override { return "prints who supplies whom in Graphviz's dot language"; }
    std::vector<std::string_view> examples() const override {
        return {"secondsource graph beer_game | dot -Tsvg -o beer_game.svg", "secondsource graph openai_amd > openai_amd.dot"};
    }
    void declare(Options& options) override {
        options.argument("SCENARIO", file_, "a scenario file, or the name of one that came with the program");
        options.texts("--set", "PATH=VALUE", sets_, "changes a value first, as `run --set` does; any number of times");
    }
    int run() override {
        write_out(graphviz(read_scenario(found_request(file_, {.file = {}, .sets = sets_}), cast()).model->network));
        return exit_done;
    }

private:
    std::string              file_;
    std::vector<std::string> sets_;
};

}  // namespace

std::unique_ptr<Command> graph_command() { return std::make_unique<DrawGraph>(); }

}  // namespace secondsource
