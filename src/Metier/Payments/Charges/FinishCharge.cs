using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>
/// Sends a charge to its provider, or asks how far it is, and writes the result. Called after the commit of
/// <see cref="BeginCharge"/> and again when the client comes back from confirming. Never inside a transaction.
/// </summary>
public sealed class FinishCharge(MetierDb db, ProviderRunner runner)
{
    /// <summary>How far the charge is now. A provider that does not answer leaves it <see cref="ChargeState.Processing"/>.</summary>
    public async Task<ChargeProgress> RunAsync(Guid chargeId, CancellationToken ct)
    {
        await runner.RunAsync(chargeId, ct);
        var charge = await db.Charges.AsNoTracking().SingleAsync(c => c.Id == chargeId, ct);
        return charge.Progress();
    }
}

/// <summary>Begins and finishes a charge in one go, for purposes that keep no state of their own while it is under way.</summary>
public sealed class ChargeClient(BeginCharge begin, FinishCharge finish)
{
    /// <summary>The two steps, one after the other.</summary>
    public async Task<Outcome<ChargeProgress>> RunAsync(ChargeRequest request, CancellationToken ct)
    {
        var begun = await begin.RunAsync(request, ct);
        return begun.Ok ? await finish.RunAsync(begun.Value.ChargeId, ct) : begun;
    }
}
