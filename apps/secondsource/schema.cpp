// `secondsource schema`: the JSON Schema of scenario files.
#include "sim/scenario/schema.h"
#include "agents/cast.h"
#include "apps/secondsource/command.h"
#include "apps/secondsource/terminal.h"

namespace secondsource {
namespace {

class SchemaOfScenarios final : public Command {
public:
    std::string_view name() const override { return "schema"; }
    std::string_view about() const override { return "prints a JSON Schema of scenario files, for editors"; }
    std::vector<std::string_view> examples() const override {
        return {"secondsource schema > secondsource.schema.json", "secondsource schema | python3 -m json.tool | less"};
    }
    void declare(Options&) override {}
    int  run() override {
        write_out(json_schema(cast()));
        return exit_done;
    }
};

}   // namespace

std::unique_ptr<Command> schema_command() { return std::make_unique<SchemaOfScenarios>(); }

}   // namespace secondsource
