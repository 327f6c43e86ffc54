// From drafts by name to rows by number: sorted by path, joined, checked, and put into levels.

#include "sim/engine/assemble/assembly.h"

namespace secondsource {

Assembled Assembly::assembled() {
    using Steps = std::vector<void (Assembly::*)()>;
    const auto take = [this](const Steps& steps) {
        for (const auto step : steps) (this->*step)();
    };
    take({&Assembly::name_agents_and_products, &Assembly::name_stocks, &Assembly::name_pools, &Assembly::name_offers,
          &Assembly::name_requirements, &Assembly::name_links, &Assembly::join_offers, &Assembly::join_processes,
          &Assembly::join_disruptions, &Assembly::mark_fed_late, &Assembly::mark_plain, &Assembly::join_sources, &Assembly::check_requirements,
          &Assembly::check_inputs, &Assembly::check_offers});
    // Times that are in doubt would make loops that nobody wrote. Rows that are left out make none.
    if (plan_.is_whole) take({&Assembly::check_reserved, &Assembly::check_memory, &Assembly::level_requirements, &Assembly::level_offers});
    const bool is_sound = plan_.is_whole && errors_ == 0;
    // These rely on all that was checked.
    if (is_sound)
        take({&Assembly::group_reviews, &Assembly::claim_at_once, &Assembly::start_memory, &Assembly::start_links, &Assembly::list_costs,
              &Assembly::list_dated, &Assembly::key_chances});
    model_->shrink();
    Assembled made;
    if (is_sound && errors_ == 0) made.model = model_;
    if (is_complete_) made.network = {model_, &model_->network};
    return made;
}

void Assembly::misfit(DraftTable table, std::size_t row, std::string_view key, std::string message, std::string help,
                      std::vector<std::string> missing) {
    tell({table, row, std::string{key}, std::move(message), std::move(help), std::move(missing), false}, Doubt::none);
}

void Assembly::misnamed(DraftTable table, std::size_t row, std::string_view key, std::string message, std::string help,
                        std::vector<std::string> missing) {
    tell({table, row, std::string{key}, std::move(message), std::move(help), std::move(missing), false}, Doubt::values);
}

void Assembly::tell(Misfit misfit, Doubt most) {
    ++errors_;
    if (plan_.doubt(misfit.table, misfit.row) <= most) misfits_.push_back(std::move(misfit));
}

void Assembly::warn(DraftTable table, std::size_t row, std::string key, std::string message) {
    misfits_.push_back({table, row, std::move(key), std::move(message), {}, {}, true});
}

void Assembly::leave_out(std::string_view buyer) {
    is_complete_ = false;
    served_.insert(agent_.at(buyer).exists() ? buyer : std::string_view{});
}

bool Assembly::agent_known(const std::string& name, DraftTable table, std::size_t row, const char* key) {
    if (agent_.at(name).exists()) return true;
    is_complete_ = false;
    misnamed(table, row, key, "there is no agent " + quoted(name), did_you_mean(name, [&](auto& known) {
               for (const auto& [other, agent] : plan_.agents) known.push_back(other);
           }), {"agent." + name});
    return false;
}

bool Assembly::product_known(const std::string& name, DraftTable table, std::size_t row, const char* key) {
    if (product_.at(name).exists()) return true;
    is_complete_ = false;
    misnamed(table, row, key, "there is no product " + quoted(name), did_you_mean(name, [&](auto& known) {
               for (const auto& [other, product] : plan_.products) known.push_back(other);
           }), {"product." + name});
    return false;
}

std::string quoted(std::string_view name) { return '"' + std::string{name} + '"'; }

Assembled assemble(const Blueprint& blueprint, std::vector<Misfit>& misfits) {
    return Assembly{blueprint, misfits}.assembled();
}

}   // namespace secondsource
