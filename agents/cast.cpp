#include "agents/cast.h"

#include "agents/ai_lab.h"
#include "agents/chip_vendor.h"
#include "agents/foundry.h"
#include "agents/hyperscaler.h"
#include "agents/market.h"
#include "agents/memory_maker.h"
#include "agents/packager.h"
#include "agents/policies/allocation/first_come.h"
#include "agents/policies/allocation/linear.h"
#include "agents/policies/allocation/link_priority.h"
#include "agents/policies/allocation/price_priority.h"
#include "agents/policies/allocation/priority.h"
#include "agents/policies/allocation/proportional.h"
#include "agents/policies/allocation/reserved_then_proportional.h"
#include "agents/policies/allocation/turn_and_earn.h"
#include "agents/policies/allocation/uniform.h"
#include "agents/policies/demand/ar1.h"
#include "agents/policies/demand/constant.h"
#include "agents/policies/demand/csv.h"
#include "agents/policies/demand/distribution.h"
#include "agents/policies/demand/list.h"
#include "agents/policies/demand/normal.h"
#include "agents/policies/demand/poisson.h"
#include "agents/policies/demand/trend.h"
#include "agents/policies/forecast/ar1.h"
#include "agents/policies/forecast/exponential_smoothing.h"
#include "agents/policies/forecast/holt.h"
#include "agents/policies/forecast/moving_average.h"
#include "agents/policies/forecast/naive.h"
#include "agents/policies/forecast/path.h"
#include "agents/policies/inflation/fill_rate.h"
#include "agents/policies/inflation/lead_time.h"
#include "agents/policies/pricing/excess_demand.h"
#include "agents/policies/pricing/list.h"
#include "agents/policies/replenishment/anchor_and_adjust.h"
#include "agents/policies/replenishment/base_stock.h"
#include "agents/policies/replenishment/best_response.h"
#include "agents/policies/replenishment/echelon_base_stock.h"
#include "agents/policies/replenishment/fixed.h"
#include "agents/policies/replenishment/growth_path.h"
#include "agents/policies/replenishment/material_plan.h"
#include "agents/policies/replenishment/r_Q.h"
#include "agents/policies/replenishment/s_S.h"
#include "agents/policies/sourcing/cheapest.h"
#include "agents/policies/sourcing/contingent.h"
#include "agents/policies/sourcing/diversified.h"
#include "agents/policies/sourcing/fastest.h"
#include "agents/policies/sourcing/logit.h"
#include "agents/policies/sourcing/merit.h"
#include "agents/policies/sourcing/shares.h"
#include "agents/policies/sourcing/shortest_queue.h"
#include "agents/policies/sourcing/single.h"
#include "agents/policies/yield/constant.h"
#include "agents/policies/yield/murphy.h"
#include "agents/policies/yield/negative_binomial.h"
#include "agents/policies/yield/package.h"
#include "agents/policies/yield/poisson.h"
#include "agents/policies/yield/random.h"
#include "agents/policies/yield/seeds.h"
#include "agents/source.h"
#include "agents/stage.h"

namespace secondsource {

Registry cast() {
    Registry registry;
    registry.add<Foundry, Packager, MemoryMaker, ChipVendor, Hyperscaler, AiLab>();
    registry.add<Stage, SupplySource, Market>();
    registry.add<AutoregressiveForecast, ExponentialSmoothing, Holt, MovingAverage, Naive, PathForecast>();
    registry.add<AnchorAndAdjust, BaseStock, BestResponse, EchelonBaseStock, StandingOrder, GrowthPath, MaterialPlan, FixedLots, ReorderUpTo>();
    registry.add<CheapestSource, Contingent, Diversified, FastestSource, Logit, Merit, FixedShares, ShortestQueue, SingleSource>();
    registry.add<FirstCome, LinearRationing, LinkPriority, PricePriority, PriorityTiers, Proportional, ReservedThenProportional, TurnAndEarn, UniformRationing>();
    registry.add<ExcessDemand, ListPrice>();
    registry.add<FillRateInflation, LeadTimeInflation>();
    registry.add<ConstantYield, MurphyYield, NegativeBinomialYield, PackageYield, PoissonYield, RandomYield, SeedsYield>();
    registry.add<AutoregressiveDemand, ConstantDemand, CsvDemand, DistributedDemand, ListDemand, NormalDemand, PoissonDemand, TrendDemand>();
    return registry;
}

}  // namespace secondsource
