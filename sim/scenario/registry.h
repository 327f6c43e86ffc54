#pragma once
// The names that a scenario may use, and what they make: policies by family, and kinds of agents.

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "sim/engine/policy.h"
#include "sim/scenario/reader.h"

namespace secondsource {

class Drafts;

/// One policy of a family: its name, a sentence, and how it is made from its table.
template <class Family>
struct Maker {
    std::string_view name, about;
    std::shared_ptr<const Family> (*make)(Reader&);
};

/// One kind of agent: its name, a sentence, and how its table becomes rows.
struct AgentKind {
    std::string_view name, about;
    void (*read)(Reader& agent, Drafts&);
};

/// What each family of policies is called where a scenario names one.
template <class Family> inline constexpr std::string_view family_name = "";
template <> inline constexpr std::string_view family_name<ForecastPolicy>      = "forecast";
template <> inline constexpr std::string_view family_name<ReplenishmentPolicy> = "replenishment";
template <> inline constexpr std::string_view family_name<SourcingPolicy>      = "sourcing";
template <> inline constexpr std::string_view family_name<AllocationPolicy>    = "allocation";
template <> inline constexpr std::string_view family_name<PricingPolicy>       = "pricing";
template <> inline constexpr std::string_view family_name<InflationPolicy>     = "inflation";
template <> inline constexpr std::string_view family_name<YieldModel>          = "yield";
template <> inline constexpr std::string_view family_name<DemandModel>         = "demand";

/// A list of what exists: given whole, in one place (see agents/cast.cpp), so that smaller ones serve in tests.
class Registry {
public:
    /// Adds policies and kinds; each goes where it belongs by what it derives from. A policy has `name`, `about`,
    /// `Terms`, `Terms read(Reader&)` and a constructor from Terms; a kind has `name`, `about` and `read(Reader&, Drafts&)`.
    template <class... Members>
    void add() {
        (add_one<Members>(), ...);
    }

    template <class Family>
    std::span<const Maker<Family>> of() const {
        return std::get<std::vector<Maker<Family>>>(makers_);
    }
    std::span<const AgentKind>    kinds() const { return kinds_; }
    std::vector<std::string_view> kind_names() const {
        std::vector<std::string_view> names;
        for (const AgentKind& kind : kinds_) names.push_back(kind.name);
        return names;
    }

    /// Whether a rule orders by a forecast. Such a policy says so itself: `bool follows_forecast() const`.
    bool follows_forecast(const ReplenishmentPolicy& rule) const {
        return std::ranges::any_of(follow_, [&](auto follows) { return follows(rule); });
    }
    /// The most that a rule lets one supplier have of an order; 1: it has no cap. Such a policy has `double max_share() const`.
    double max_share(const SourcingPolicy& rule) const {
        double most = 1;
        for (const auto cap : caps_) most = std::min(most, cap(rule));
        return most;
    }

    /// Calls `visit(family name, name, about, make)` for every policy, family by family.
    template <class Visit>
    void each_policy(Visit visit) const {
        std::apply([&](const auto&... list) { (visit_all(list, visit), ...); }, makers_);
    }

private:
    template <class Family, class Visit>
    static void visit_all(const std::vector<Maker<Family>>& list, Visit& visit) {
        for (const Maker<Family>& maker : list)
            visit(family_name<Family>, maker.name, maker.about, [make = maker.make](Reader& read) { make(read); });
    }

    template <class Member, class Family>
    bool add_if() {
        if constexpr (std::is_base_of_v<Family, Member>) {
            std::get<std::vector<Maker<Family>>>(makers_).push_back(
                {Member::name, Member::about, [](Reader& read) -> std::shared_ptr<const Family> { return std::make_shared<const Member>(Member::read(read)); }});
            return true;
        }
        return false;
    }

    template <class Member>
    void add_one() {
        if constexpr (std::is_base_of_v<Policy, Member>) {
            add_if<Member, ForecastPolicy>() || add_if<Member, ReplenishmentPolicy>() || add_if<Member, SourcingPolicy>() ||
                add_if<Member, AllocationPolicy>() || add_if<Member, PricingPolicy>() || add_if<Member, InflationPolicy>() ||
                add_if<Member, YieldModel>() || add_if<Member, DemandModel>();
            if constexpr (requires(const Member& rule) { rule.follows_forecast(); })
                follow_.push_back([](const ReplenishmentPolicy& rule) {
                    const auto* own = dynamic_cast<const Member*>(&rule);
                    return own && own->follows_forecast();
                });
            if constexpr (requires(const Member& rule) { rule.max_share(); })
                caps_.push_back([](const SourcingPolicy& rule) {
                    const auto* own = dynamic_cast<const Member*>(&rule);
                    return own ? own->max_share() : 1.0;
                });
        } else {
            kinds_.push_back({Member::name, Member::about, &Member::read});
        }
    }

    template <class... Families>
    using Lists = std::tuple<std::vector<Maker<Families>>...>;
    Lists<ForecastPolicy, ReplenishmentPolicy, SourcingPolicy, AllocationPolicy, PricingPolicy, InflationPolicy, YieldModel, DemandModel> makers_;
    std::vector<AgentKind> kinds_;
    std::vector<bool (*)(const ReplenishmentPolicy&)> follow_;
    std::vector<double (*)(const SourcingPolicy&)>    caps_;
};

}  // namespace secondsource
