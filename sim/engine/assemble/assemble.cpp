// From drafts by name to rows by number: sorted by path, joined, checked, and put into levels.

#include "sim/engine/assemble/assembly.h"

namespace secondsource {

std::shared_ptr<const Model> Assembly::model() {
    using Step = void (Assembly::*)();
    // After each of these groups nothing more is made if anything was amiss.
    const std::vector<std::vector<Step>> groups{
        {&Assembly::name_agents_and_products, &Assembly::name_stocks, &Assembly::name_pools, &Assembly::name_offers,
         &Assembly::name_requirements},
        {&Assembly::name_links},
        {&Assembly::join_offers, &Assembly::join_processes, &Assembly::join_disruptions, &Assembly::mark_plain,
         &Assembly::join_sources, &Assembly::check_requirements, &Assembly::check_inputs, &Assembly::check_offers},
        {&Assembly::check_memory},
        {&Assembly::level_requirements, &Assembly::level_offers},
        {&Assembly::group_reviews, &Assembly::start_memory, &Assembly::start_links, &Assembly::list_costs,
         &Assembly::list_caps, &Assembly::key_chances},
    };
    const std::size_t before = misfits_.size();
    for (const auto& group : groups) {
        for (const Step step : group) (this->*step)();
        if (misfits_.size() > before) return nullptr;
    }
    net().shrink();
    return model_;
}

bool Assembly::agent_known(const std::string& name, DraftTable table, std::size_t row, const char* key) {
    if (agent_.at(name).exists()) return true;
    misfit(table, row, key, "there is no agent " + quoted(name), did_you_mean(name, [&](auto& known) {
               for (const auto& [other, agent] : plan_.agents) known.push_back(other);
           }));
    return false;
}

bool Assembly::product_known(const std::string& name, DraftTable table, std::size_t row, const char* key) {
    if (product_.at(name).exists()) return true;
    misfit(table, row, key, "there is no product " + quoted(name), did_you_mean(name, [&](auto& known) {
               for (const auto& [other, product] : plan_.products) known.push_back(other);
           }));
    return false;
}

std::string quoted(std::string_view name) { return '"' + std::string{name} + '"'; }

std::shared_ptr<const Model> assemble(const Blueprint& blueprint, std::vector<Misfit>& misfits) {
    return Assembly{blueprint, misfits}.model();
}

}   // namespace secondsource
