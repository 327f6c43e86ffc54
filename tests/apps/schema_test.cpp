// The JSON Schema that the program prints, as an independent validator reads it.
#include <string>

#include "tests/support/catch.h"
#include "tests/support/folder.h"

namespace {

using Outcome = Folder::Outcome;

// Prints the number of mistakes in each file; dates become texts, since JSON has none.
const std::string validator = R"(
import datetime, json, sys, tomllib
from jsonschema import Draft7Validator

def plain(value):
    if isinstance(value, dict): return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list): return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date) else value

schema = json.load(open(sys.argv[1]))
Draft7Validator.check_schema(schema)
for path in sys.argv[2:]:
    errors = list(Draft7Validator(schema).iter_errors(plain(tomllib.load(open(path, "rb")))))
    print(len(errors), path.rsplit("/", 1)[-1])
    for error in errors: print("  ", ".".join(map(str, error.path)), error.message[:300])
)";

/// What the validator says of the files.
Outcome validated(const Folder& folder, const std::string& files) {
    folder.write("validate.py", validator);
    // Debian's own Python first: it has the package that .ci/build.sh installs.
    return folder.run(
        "secondsource schema >schema.json && python=/usr/bin/python3 && "
        "{ $python -c 'import jsonschema, tomllib' 2>/dev/null || python=python3; } && "
        "$python validate.py schema.json " +
        files);
}

}   // namespace

TEST_CASE("every scenario that we ship, and a new one, is valid by the schema") {
    const Folder folder;
    REQUIRE(folder.run("secondsource new mine").code == 0);
    const std::string scenarios = SECONDSOURCE_SOURCE_DIR "/scenarios";
    const Outcome outcome = validated(folder, "mine.toml '" + scenarios + "'/*.toml '" + scenarios + "'/classic/*.toml");
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);   // needs python3-jsonschema
    CHECK(outcome.out.find("0 openai_amd.toml\n") != std::string::npos);
    std::string wrong;
    for (std::size_t at = 0; at < outcome.out.size();) {
        const std::size_t end = outcome.out.find('\n', at) + 1;
        if (outcome.out.compare(at, 2, "0 ") != 0) wrong += outcome.out.substr(at, end - at);
        at = end;
    }
    CHECK(wrong == "");
}

TEST_CASE("the schema finds unknown keys, wrong types, and numbers and words that are not allowed") {
    const Folder      folder;
    const std::string head = "[scenario]\nstart = 2026-01-05\nweeks = 10\n";
    folder.write("good.toml", head +
                                  "[[agent]]\nname = \"a\"\nkind = \"foundry\"\n[[agent.pool]]\nname = \"p\"\nunit = "
                                  "\"wafers\"\ncapacity_wafers_per_month = 5\n"
                                  "allocation = { value = \"uniform\", source = \"a paper\" }\n");
    folder.write("key.toml", head + "sed = 1\n");
    folder.write("type.toml", head + "seed = \"one\"\n");
    folder.write("limit.toml", head + "seed = -1\n");
    folder.write("word.toml", head + "tick = \"fortnight\"\n");
    folder.write(
        "policy.toml",
        head +
            "[[agent]]\nname = \"a\"\nkind = \"stage\"\nreplenishment = { policy = \"base_stock\", levl_units = 4 }\n");
    const Outcome outcome = validated(folder, "good.toml key.toml type.toml limit.toml word.toml policy.toml");
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);   // needs python3-jsonschema
    CHECK(outcome.out.starts_with("0 good.toml\n1 key.toml\n"));
    for (const std::string name : {"type", "limit", "word", "policy"}) {
        INFO(name);
        CHECK(outcome.out.find("\n1 " + name + ".toml\n") != std::string::npos);
    }
}
