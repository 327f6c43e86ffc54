// Stories of outages: what a stop at a foundry does to those who wait for it, and when a second source helps.

#include <string>
#include <vector>

#include "tests/support/published.h"

using namespace secondsource;

namespace {

std::string foundry(const std::string& name, int wafers_per_week) {
    return "[[agent]]\nname = \"" + name +
           "\"\nkind = \"foundry\"\n[[agent.pool]]\nname = \"n3\"\nunit = \"wafers\"\ncapacity_wafers_per_week = " +
           std::to_string(wafers_per_week) + "\n";
}

/// Designs a chip that takes one wafer each and ten weeks, and keeps a week of demand in stock.
std::string vendor(const std::string& name, const std::string& fab, int weekly) {
    return "[[agent]]\nname = \"" + name +
           "\"\nkind = \"chip_vendor\"\n[[agent.process]]\nname = \"chip\"\noutput = \"chip\"\npool = \"" + fab +
           ".n3\"\ncycle_time_weeks = 10\ninitial_work_in_process_units = [" +
           [weekly] {
               std::string work;
               for (int week = 0; week < 10; ++week) work += (week ? ", " : "") + std::to_string(weekly);
               return work;
           }() +
           "]\n[[agent.stock]]\nproduct = \"chip\"\ninitial_units = " + std::to_string(weekly) +
           "\n[[agent.requirement]]\nproduct = \"chip\"\nreplenishment = { policy = \"base_stock\", level_units = " +
           std::to_string(11 * weekly) + " }\n[[agent.offer]]\nproduct = \"chip\"\n";
}

std::string market(const std::string& sourcing, const std::vector<std::string>& sellers) {
    std::string tables =
        "[[agent]]\nname = \"lab\"\nkind = \"market\"\nproduct = \"chip\"\ndemand = { model = \"constant\", "
        "units_per_week = 100 }\nsourcing = " +
        sourcing + "\n";
    for (const std::string& seller : sellers)
        tables += "[[link]]\nseller = \"" + seller + "\"\nproduct = \"chip\"\nbuyer = \"lab\"\n";
    return tables;
}

const std::string head =
    "schema_version = 1\n[scenario]\nstart = 2026-01-05\nweeks = 150\n[[product]]\nname = \"chip\"\n";

/// The first foundry starts nothing for a quarter from week 20 on.
const std::string a_quarter =
    "[[disruption]]\nname = \"quarter\"\ntarget = \"agent.fab\"\nat = 2026-05-25\nweeks = 13\n";

/// What the lab has received by the end of each week.
std::vector<double> received(const std::string& tables, const std::vector<std::string>& sellers) {
    ClassicRun          run = ClassicRun::of_text(head + tables);
    std::vector<double> weeks;
    while (run.tick()) {
        double sum = 0;
        for (const std::string& seller : sellers) sum += run.received(seller + ".chip.lab");
        weeks.push_back(sum);
    }
    return weeks;
}

}   // namespace

TEST_CASE("a fab stops for a quarter, and lead times say so") {
    ClassicRun run            = ClassicRun::of_text(head + foundry("fab", 125) + vendor("vendor", "fab", 100) +
                                                    market("\"single\"", {"vendor"}) + a_quarter);
    run.world().quotes_queues = true;   // somebody asks
    const OfferId       fab   = run.offer("fab.n3");
    std::vector<double> quoted, backlog, shipped;
    while (run.tick()) {
        quoted.push_back(run.world().queue[fab]);
        backlog.push_back(run.backlog("vendor.chip"));
        shipped.push_back(run.shipped("vendor.chip.lab"));
    }
    CHECK(quoted[19] == 0);
    for (std::size_t week = 21; week < 33; ++week)
        CHECK(quoted[week] > quoted[week - 1]);   // the queue grows by 100 wafers a week
    CHECK(quoted[32] ==
          Approx(13 * 100 / 125.0 + 1));   // so long at full capacity, and another week: nobody knows that it ends
    for (std::size_t week = 33; week < 80; ++week) CHECK(quoted[week] <= quoted[week - 1]);

    // The lab feels it ten weeks later, when the work in process has run out, less the week of stock.
    for (std::size_t week = 0; week < 31; ++week) CHECK(backlog[week] == 0);
    CHECK(backlog[31] == 100);
    CHECK(backlog[42] == 1200);   // thirteen weeks without a chip, one of them out of stock
    for (std::size_t week = 31; week < 43; ++week) CHECK(shipped[week] == 0);
    CHECK(shipped[43] == 125);
    // The spare quarter of capacity works it off: 1200 at 25 a week.
    CHECK(backlog[43 + 46] == Approx(25));
    CHECK(backlog[43 + 47] == 0);
    CHECK(run.received("vendor.chip.lab") == 15000);
}

TEST_CASE("a second source at the same foundry stands in the same queue") {
    const auto least = [](const std::string&              tables,
                          const std::vector<std::string>& sellers) {   // of a week, as a share of demand so far
        const auto weeks = received(tables, sellers);
        double     worst = 1;
        for (std::size_t i = 0; i < weeks.size(); ++i)
            worst = std::min(worst, weeks[i] / (100.0 * static_cast<double>(i + 1)));
        return worst;
    };
    const std::string halves = "{ policy = \"shares\", shares = { first = 0.5, second = 0.5 } }";
    const auto        alone  = least(
                foundry("fab", 125) + vendor("first", "fab", 100) + market("\"single\"", {"first"}) + a_quarter, {"first"});
    const auto same  = least(foundry("fab", 125) + vendor("first", "fab", 50) + vendor("second", "fab", 50) +
                                 market(halves, {"first", "second"}) + a_quarter,
                             {"first", "second"});
    const auto other = least(foundry("fab", 63) + foundry("far_fab", 63) + vendor("first", "fab", 50) +
                                 vendor("second", "far_fab", 50) + market(halves, {"first", "second"}) + a_quarter,
                             {"first", "second"});
    CHECK(alone < 0.75);
    CHECK(same == Approx(alone));                                // two names, one pool
    CHECK(1 - other == Approx((1 - alone) / 2).epsilon(0.05));   // half of the demand goes on
}
