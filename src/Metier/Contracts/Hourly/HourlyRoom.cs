using Metier.Ledger;
using Metier.Platform;
using Metier.Rooms;

namespace Metier.Contracts;

/// <summary>What changes in an hourly contract is told in its room.</summary>
internal sealed class TellHourlyRoom(MetierDb db, RoomWriter writer)
    : IHandle<HourlyTermsChanged>,
        IHandle<ContractPaused>,
        IHandle<ContractResumed>
{
    public async Task HandleAsync(HourlyTermsChanged happened, CancellationToken ct)
    {
        var contract = await db.Contracts.FindAsync([happened.ContractId], ct);
        await writer.TellAsync(
            ContractRoom.Of(happened.ContractId, happened.ClientId, happened.FreelancerId),
            Uuid5.Of(happened.LineId, "room"),
            new RoomEvent(
                "hourly_" + HourlyWords.Key(happened.Kind),
                happened.ContractId,
                happened.WeeklyMinutes is { } minutes ? Formats.Hours(minutes) : null,
                AmountMinor: happened.RateMinor,
                Currency: contract!.Currency,
                PerHour: happened.RateMinor is not null
            ),
            happened.MemberId,
            ct
        );
    }

    public Task HandleAsync(ContractPaused happened, CancellationToken ct) =>
        TellAsync(
            happened.ContractId,
            happened.ClientId,
            happened.FreelancerId,
            happened.LineId,
            Pauses.Key("paused", happened.Cause),
            happened.MemberId,
            ct
        );

    public Task HandleAsync(ContractResumed happened, CancellationToken ct) =>
        TellAsync(
            happened.ContractId,
            happened.ClientId,
            happened.FreelancerId,
            happened.LineId,
            Pauses.Key("resumed", happened.Cause),
            happened.MemberId,
            ct
        );

    private Task TellAsync(
        Guid contractId,
        Guid clientId,
        Guid freelancerId,
        Guid line,
        string kind,
        Guid? by,
        CancellationToken ct
    ) =>
        writer.TellAsync(
            ContractRoom.Of(contractId, clientId, freelancerId),
            Uuid5.Of(line, "room"),
            new RoomEvent("hourly_" + kind, contractId),
            by,
            ct
        );
}
