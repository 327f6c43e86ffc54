// `secondsource run`: one scenario, once or in several replications.
#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "agents/cast.h"
#include "apps/build_info.h"
#include "apps/secondsource/command.h"
#include "apps/secondsource/json.h"
#include "apps/secondsource/scenario_file.h"
#include "apps/secondsource/summary_text.h"
#include "apps/secondsource/terminal.h"
#include "sim/base/digest.h"
#include "sim/run/run.h"

namespace secondsource {
namespace {

std::atomic<bool> stop_asked{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal's handler may take no lock");

/// Asks the run to end after its tick; who is in more of a hurry sends the signal again.
void ask_to_stop(int signal) {
    stop_asked.store(true);
    std::signal(signal, SIG_DFL);
}

/// Lines "tick,phase,digest", to find out where two runs part.
class DigestLog {
public:
    explicit DigestLog(const std::string& path) : path_{path} {
        if (path.empty()) return;
        if (!may_overwrite()) throw UsageError{fmt::format("{} is there and is no digest log", in_quotes(path)), "name another file with --digest-log"};
        file_ = std::fopen(path.c_str(), "w");
        if (!file_) throw UsageError{fmt::format("the digest log {} cannot be written", in_quotes(path))};
        fmt::print(file_, "{}\n", header);
    }
    ~DigestLog() {
        if (file_) std::fclose(file_);
    }
    DigestLog(const DigestLog&)            = delete;
    DigestLog& operator=(const DigestLog&) = delete;

    bool is_open() const { return file_ != nullptr; }
    void add(std::uint32_t replication, std::int64_t tick, std::string_view phase, std::uint64_t digest) {
        fmt::print(file_, "{},{},{},{}\n", replication, tick, phase, digest_text(digest));
    }
    void close() {
        if (!file_) return;
        const bool failed = std::ferror(file_) != 0, unflushed = std::fclose(std::exchange(file_, nullptr)) != 0;
        if (failed || unflushed)
            throw std::runtime_error{fmt::format("the digest log {} could not be written whole", in_quotes(path_))};
    }

private:
    static constexpr std::string_view header = "replication,tick,phase,digest";

    /// An earlier log makes way; anything else stays untouched. What is no plain file, such as a pipe, only takes text.
    bool may_overwrite() const {
        std::error_code ignored;
        if (!std::filesystem::is_regular_file(path_, ignored) || std::filesystem::file_size(path_, ignored) == 0) return true;
        std::ifstream file{path_};
        std::string   first;
        return std::getline(file, first) && first == header;
    }

    std::string path_;
    std::FILE*  file_ = nullptr;
};

bool is_same_file(const std::string& a, const std::string& b) {
    const auto whole = [](const std::string& path) {
        std::error_code ignored;
        return std::filesystem::weakly_canonical(std::filesystem::absolute(path, ignored), ignored);
    };
    return whole(a) == whole(b);
}

std::string now_text() {
    const std::time_t now = std::time(nullptr);
    std::tm           utc{};
    gmtime_r(&now, &utc);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc)};
}

class RunScenario final : public Command {
public:
    explicit RunScenario(std::string command_line) : command_line_{std::move(command_line)} {}

    std::string_view name() const override { return "run"; }
    std::string_view about() const override { return "runs a scenario, prints a summary and writes the results"; }
    std::vector<std::string_view> examples() const override {
        return {"secondsource run openai_amd",
                "secondsource run openai_amd --set agent.openai.requirement.compute.sourcing.shares.amd=0.4 --out "
                "more_amd.sqlite"};
    }

    void declare(Options& options) override {
        options.argument("SCENARIO", file_, "a scenario file, or the name of one that came with the program");
        options.whole("--seed", "N", seed_, 0, "draws the luck of this seed (default: the scenario's)");
        options.texts("--set", "PATH=VALUE", sets_, "changes a value of the scenario; any number of times");
        options.text("--until", "DATE|TICKS", until_, "ends the run earlier or later than the scenario says");
        options.whole("--replications", "N", replications_, 1,
                      "runs N times with independent luck; all numbers get 95 % intervals");
        options.flag("--assumptions", draws_, "draws each replication's assumptions from their ranges");
        options.text("--out", "FILE.sqlite", out_,
                     "writes the results there (default: NAME.sqlite in the current folder)");
        options.flag("--no-weekly", no_weekly_, "writes outcomes, but no rows for single ticks");
        options.flag("--no-results", no_results_, "writes no results file");
        options.on_off("--audit", audits_, "checks in each tick that goods, orders and money add up (default: on)");
        options.text("--digest-log", "FILE", digest_log_, "writes a digest of the world after each phase of each tick");
        options.flag("--json", is_json_, "prints the summary as JSON on standard output");
        options.flag("--quiet", is_quiet_, "prints no progress and no summary");
    }

    int run() override {
        const Scenario scenario = read_runnable(file_, request(), cast());
        if (!is_quiet_)
            for (const Diagnostic& warning : scenario.warnings) write_err(text_of(warning, err()));
        if (no_results_ && !out_.empty()) throw UsageError{"--out names a file, and --no-results asks for none"};
        if (draws_ && replications_.value_or(1) < 2)
            throw UsageError{"--assumptions draws anew for each replication",
                             "for example --replications 100 --assumptions"};
        if (no_results_ && no_weekly_)
            throw UsageError{"--no-weekly says what the file holds, and --no-results asks for none"};
        const std::uint64_t    seed = scenario.seed;
        const std::string      path = out_.empty() ? scenario.name + ".sqlite" : out_;
        if (!digest_log_.empty() && !no_results_ && is_same_file(digest_log_, path)) throw UsageError{fmt::format("the results and the digest log cannot both be {}", in_quotes(path))};
        std::signal(SIGINT, &ask_to_stop);
        std::signal(SIGTERM, &ask_to_stop);
        DigestLog              log{digest_log_};
        std::optional<Results> results;
        if (!no_results_) open(results, path, scenario, seed);

        Replications                 replications;
        const std::vector<RunResult> runs = all_runs(scenario, seed, results ? &*results : nullptr, log, replications);
        log.close();
        results.reset();   // closes the file: from here on it is plain, and whole

        report(scenario, seed, runs, replications, no_results_ ? "" : path);
        const RunResult& last = runs.back();
        if (last.status == RunStatus::interrupted) {
            write_err(
                error_text(fmt::format("interrupted after {} of {} replications and {} {}", runs.size() - 1,
                                       replications_.value_or(1), last.weeks, tick_noun(scenario.model->calendar)),
                           no_results_ ? "" : fmt::format("{} holds what was computed so far", path)));
            return exit_interrupted;
        }
        return last.status == RunStatus::failed ? exit_failed : exit_done;
    }

private:
    ScenarioRequest request() const { return {.file = {}, .sets = sets_, .until = until_, .seed = seed_, .writes_text = !no_results_}; }

    void open(std::optional<Results>& results, const std::string& path, const Scenario& scenario,
              std::uint64_t seed) const {
        Digest text;
        text.add(scenario.text);
        try {
            results.emplace(path, scenario,
                            std::map<std::string, std::string>{{"program_version", program_version},
                                                               {"git_revision", git_revision},
                                                               {"command_line", command_line_},
                                                               {"seed", std::to_string(seed)},
                                                               {"replications", std::to_string(replications_.value_or(1))},
                                                               {"assumptions", draws_ ? "drawn" : "as written"},
                                                               {"scenario_hash", text.text()},
                                                               {"platform", platform_text()},
                                                               {"started_at", now_text()}});
        } catch (const DiskError&) {
            throw;   // not a wrong request
        } catch (const DatabaseError& wrong) {
            throw UsageError{wrong.what(), "--out FILE.sqlite writes elsewhere, --no-results nowhere"};
        }
    }

    /// Runs one replication after the other, up to the first that does not come to its end. What each came to is added up in
    /// `together`: of a million runs, nothing else of them is kept.
    std::vector<RunResult> all_runs(const Scenario& scenario, std::uint64_t seed, Results* results, DigestLog& log,
                                    Replications& together) const {
        const auto             replications = static_cast<std::int64_t>(replications_.value_or(1));
        const std::string      noun         = tick_noun(scenario.model->calendar);
        Progress               progress{scenario.name, !is_quiet_};
        std::vector<RunResult> runs;
        for (std::int64_t r = 0; r < replications; ++r) {
            RunRequest request;
            request.seed          = seed;
            request.replication   = static_cast<std::uint32_t>(r);
            request.run_id        = r;
            request.audits        = audits_;
            request.records_weeks = !no_weekly_;
            request.results       = results;
            request.stop          = &stop_asked;
            request.progress      = [&](std::int64_t done, std::int64_t all) {
                progress.at(r * all + done, replications * all, noun);
            };
            if (log.is_open())
                request.digest_log = [&, r](std::int64_t tick, std::string_view phase, std::uint64_t digest) {
                    log.add(static_cast<std::uint32_t>(r), tick, phase, digest);
                };
            runs.push_back(secondsource::run(draws_ ? drawn(seed, request.replication) : scenario, request));
            RunResult& done = runs.back();
            if (done.status == RunStatus::done || replications == 1) together.add(done.summary, done.outcomes);
            done.summary  = {};
            done.outcomes = {};
            if (done.status != RunStatus::done) break;
        }
        return runs;
    }

    /// The scenario with its assumptions drawn from their ranges: one draw for each replication, the same in every
    /// scenario.
    Scenario drawn(std::uint64_t seed, std::uint32_t replication) const {
        ScenarioRequest drawn = found_request(file_, request());
        drawn.draw            = AssumptionDraw{seed, replication};
        return read_scenario(drawn, cast());
    }

    /// Whoever asks for many runs expects them to differ.
    std::string equal_runs_text(const std::vector<RunResult>& runs) const {
        const auto differs = [&](const RunResult& run) { return run.status != RunStatus::done || run.digest != runs.front().digest; };
        if (runs.size() < 2 || std::ranges::any_of(runs, differs)) return "";
        return fmt::format("all {} runs are equal: chance plays no part in them{}\n", runs.size(),
                           draws_ ? ", and nothing is assumed with a range" : "; --assumptions draws what is assumed");
    }

    void report(const Scenario& scenario, std::uint64_t seed, const std::vector<RunResult>& runs,
                const Replications& together, const std::string& path) const {
        if (is_json_) write_out(json_of(scenario, seed, runs, together, path));
        else if (!is_quiet_) {
            std::string text = heading(scenario, seed, runs) + equal_runs_text(runs);
            if (together.count() > 0) text += summary_text(scenario, together);
            if (!path.empty()) text += fmt::format("\nresults: {}\n", path);
            write_out(text);
        }
        if (runs.back().status == RunStatus::failed)
            write_err(error_text(runs.back().failure, runs.back().failure_help));
    }

    std::string                  command_line_, file_, until_, out_, digest_log_;
    std::vector<std::string>     sets_;
    std::optional<std::uint64_t> seed_, replications_;
    bool audits_ = true, no_weekly_ = false, no_results_ = false, is_json_ = false, is_quiet_ = false, draws_ = false;
};

}   // namespace

std::unique_ptr<Command> run_command(std::string command_line) {
    return std::make_unique<RunScenario>(std::move(command_line));
}

}   // namespace secondsource
