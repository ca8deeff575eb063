using Metier.Ledger;
using Metier.Platform;

namespace Metier.Contracts;

/// <summary>
/// The client raises the rate, or the freelancer lowers it: at once, for minutes that start later. What was tracked before keeps its
/// rate.
/// </summary>
public sealed class ChangeRate(MetierDb db, HourlyParty party, RuleOptions rules)
{
    /// <summary><paramref name="typed"/> is the new rate an hour, as people type it.</summary>
    public Task<Outcome<Done>> RunAsync(
        Guid contractId,
        Guid requestId,
        string? typed,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteOnceAsync<Done>(
            $"contract.rate:{actor.MemberId:N}",
            requestId,
            new { contractId, typed },
            async () =>
            {
                var found = await party.ForChangeAsync(contractId, actor, ct);
                if (!found.Ok)
                {
                    return Outcome<Done>.From(found);
                }
                var (contract, history, side) = found.Value;
                var wrong = new List<Refusal>();
                var rate = HourlyForm.Rate(typed, contract.Unit, rules, "Form.Rate", wrong);
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                var change = HourlyRules.ChangeRate(history.Rates[^1].RateMinor, rate, side);
                if (!change.Ok)
                {
                    return Outcome<Done>.From(change);
                }
                if (contract.Payroll is { } payroll && rate < payroll.LowestRateMinor)
                {
                    var least = Formats.Money(contract.Unit.Minor(payroll.LowestRateMinor));
                    return new Refusal("rate_too_low", ContractRefusalText.RateOrMore(least), "Form.Rate");
                }
                db.ContractRates.Add(
                    new ContractRate
                    {
                        Id = Ids.New(db.Clock),
                        ContractId = contract.Id,
                        At = HourlyParty.NotBefore(history.Rates[^1].At, db.Now),
                        RateMinor = rate,
                        By = side,
                    }
                );
                party.Record(contract, actor, change.Value, rate, null);
                return Done.It;
            },
            ct
        );
}

/// <summary>The client sets another weekly limit, or none: a raise counts at once, a cut from the next Monday.</summary>
public sealed class ChangeWeeklyLimit(MetierDb db, HourlyParty party)
{
    /// <summary><paramref name="limit"/> is <c>none</c> or <c>hours</c>; <paramref name="hours"/> as people type them.</summary>
    public Task<Outcome<Done>> RunAsync(
        Guid contractId,
        Guid requestId,
        string? limit,
        string? hours,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteOnceAsync<Done>(
            $"contract.limit:{actor.MemberId:N}",
            requestId,
            new
            {
                contractId,
                limit,
                hours,
            },
            async () =>
            {
                var found = await party.ForClientAsync(contractId, actor, ct);
                if (!found.Ok)
                {
                    return Outcome<Done>.From(found);
                }
                var (contract, history, _) = found.Value;
                var wrong = new List<Refusal>();
                var minutes = HourlyForm.Limit(limit, hours, "Form.", wrong);
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                var decided = HourlyRules.ChangeLimit(history, minutes, db.Now);
                if (!decided.Ok)
                {
                    return Outcome<Done>.From(decided);
                }
                db.ContractLimits.Add(
                    new ContractLimit
                    {
                        Id = Ids.New(db.Clock),
                        ContractId = contract.Id,
                        At = HourlyParty.NotBefore(history.Limits[^1].At, db.Now),
                        FromWeek = decided.Value.FromWeek,
                        WeeklyMinutes = minutes,
                    }
                );
                party.Record(contract, actor, decided.Value.Change, null, minutes);
                return Done.It;
            },
            ct
        );
}

/// <summary>The client allows time added by hand, or no longer. What was added stays.</summary>
public sealed class SwitchManualTime(MetierDb db, HourlyParty party)
{
    /// <summary>Quiet when nothing changes.</summary>
    public Task<Outcome<Done>> RunAsync(Guid contractId, bool allowed, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var found = await party.ForClientAsync(contractId, actor, ct);
                if (!found.Ok)
                {
                    return Outcome<Done>.From(found);
                }
                var contract = found.Value.Contract;
                if (contract.ManualTime != allowed)
                {
                    contract.ManualTime = allowed;
                    party.Record(
                        contract,
                        actor,
                        allowed ? HourlyChange.ManualAllowed : HourlyChange.ManualForbidden,
                        null,
                        null
                    );
                }
                return Done.It;
            },
            ct
        );
}

/// <summary>The client pauses an hourly contract, so that no time can be logged, and ends the pause.</summary>
public sealed class PauseContract(MetierDb db, HourlyParty party)
{
    /// <summary>Quiet when nothing changes. A pause for another reason goes on when the client ends its own.</summary>
    public Task<Outcome<Done>> RunAsync(Guid contractId, bool paused, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var found = await party.ForClientAsync(contractId, actor, ct);
                if (!found.Ok)
                {
                    return Outcome<Done>.From(found);
                }
                var contract = found.Value.Contract;
                if (contract.PausedAt is not null == paused)
                {
                    return Done.It;
                }
                contract.PausedAt = paused ? db.Now : null;
                if (paused)
                {
                    Pauses.RecordPaused(db, contract, actor, PauseCause.Client);
                }
                else
                {
                    Pauses.RecordResumed(db, contract, actor, PauseCause.Client);
                }
                return Done.It;
            },
            ct
        );
}

/// <summary>What the changes of an hourly contract have in common: who may, and how they are told.</summary>
public sealed class HourlyParty(MetierDb db, ContractAccess access, HourlyContracts contracts)
{
    /// <summary>A running hourly contract with the side of this person, whoever of the two it is.</summary>
    internal async Task<Outcome<(Contract Contract, HourlyHistory History, Side Side)>> ForChangeAsync(
        Guid contractId,
        Actor actor,
        CancellationToken ct
    )
    {
        if (
            await access.ForPartyAsync(contractId, actor, ct) is not var (contract, side)
            || contract.Kind != ContractKind.Hourly
        )
        {
            return Refusal.NotFound();
        }
        if (side == Side.Client && actor.RefuseToHire() is { } mayNot)
        {
            return mayNot;
        }
        if (contract.State != ContractState.Active)
        {
            return new Refusal("contract_state", ContractRefusalText.ContractOver);
        }
        // Two changes at once must not both be measured against the same rate or limit: whoever comes second collides here and is
        // measured against the first.
        db.Entry(contract).Property(c => c.State).IsModified = true;
        return (contract, (await contracts.HistoriesAsync([contractId], ct))[contractId], side);
    }

    /// <summary>The same, for what only the client does.</summary>
    internal async Task<Outcome<(Contract Contract, HourlyHistory History, Side Side)>> ForClientAsync(
        Guid contractId,
        Actor actor,
        CancellationToken ct
    )
    {
        var found = await ForChangeAsync(contractId, actor, ct);
        return found.Ok && found.Value.Side != Side.Client
            ? new Refusal("only_client", ContractRefusalText.OnlyClient)
            : found;
    }

    /// <summary>The line of the history and the event.</summary>
    internal void Record(Contract contract, Actor actor, HourlyChange change, long? rate, int? minutes)
    {
        var line = db.Record(
            contract,
            actor,
            HourlyWords.Key(change),
            amount: rate,
            text: minutes is { } limit ? Formats.Hours(limit) : ""
        );
        db.Raise(
            new HourlyTermsChanged(
                contract.Id,
                change,
                contract.ClientId,
                contract.FreelancerId,
                contract.SideOf(actor)!.Value,
                rate,
                minutes,
                line,
                actor.MemberId
            )
        );
    }

    /// <summary>
    /// Now, but never before the line written last, whatever the clock does. Of two at the same moment the ids say which came last.
    /// </summary>
    internal static DateTime NotBefore(DateTime last, DateTime now) => now > last ? now : last;
}
