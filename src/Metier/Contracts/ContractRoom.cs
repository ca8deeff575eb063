using Metier.Ledger;
using Metier.Platform;
using Metier.Proposals;
using Metier.Rooms;

namespace Metier.Contracts;

/// <summary>
/// The conversations around an offer and a contract. An offer is told in the proposal's room; the contract gets a room of
/// its own, which is closed with it.
/// </summary>
public sealed class ContractRoom(MetierDb db, OpenRoom rooms, RoomWriter writer)
{
    /// <summary>Which room.</summary>
    public static RoomSubject Of(Guid contractId, Guid clientId, Guid freelancerId) =>
        new(RoomKind.Contract, contractId, clientId, freelancerId);

    /// <summary>Something happened to an offer; an offer also lets the freelancer answer in the room.</summary>
    internal async Task OfferAsync(Offer offer, string kind, string words, Actor? by, CancellationToken ct)
    {
        var terms = offer.Terms;
        var room = await rooms.RunAsync(
            ProposalRoom.Of(offer.JobId, offer.ClientId, offer.FreelancerId),
            terms.Title,
            freelancerMayWrite: true,
            ct
        );
        await writer.TellAsync(
            room,
            Ids.New(db.Clock),
            new RoomEvent(
                kind,
                offer.Id,
                terms.Title,
                null,
                terms.Hourly?.RateMinor ?? terms.TotalMinor,
                offer.Currency,
                words,
                terms.Hourly is not null
            ),
            by?.MemberId,
            ct
        );
    }

    /// <summary>The contract's room is there with the contract; the proposal's room says where it went on.</summary>
    internal async Task StartedAsync(Contract contract, Actor by, CancellationToken ct)
    {
        var before = await rooms.RunAsync(
            ProposalRoom.Of(contract.JobId, contract.ClientId, contract.FreelancerId),
            contract.Title,
            freelancerMayWrite: true,
            ct
        );
        await rooms.HiredAsync(before, ct);
        var room = await rooms.RunAsync(
            Of(contract.Id, contract.ClientId, contract.FreelancerId),
            contract.Title,
            freelancerMayWrite: true,
            ct
        );
        await writer.TellAsync(
            before,
            Uuid5.Of(contract.Id, "room/moved"),
            new RoomEvent("moved", room, contract.Title),
            by.MemberId,
            ct
        );
        await writer.TellAsync(
            room,
            Uuid5.Of(contract.Id, "room/started"),
            new RoomEvent("contract_started", contract.Id, contract.Title),
            by.MemberId,
            ct
        );
    }
}

/// <summary>What happens in a contract is told in its room.</summary>
internal sealed class TellContractRoom(MetierDb db, OpenRoom rooms, RoomWriter writer)
    : IHandle<MilestoneMoved>,
        IHandle<BonusPaid>,
        IHandle<ContractEnded>
{
    /// <summary>Not everything in the history is news to both.</summary>
    private static readonly string[] News =
    [
        "proposed",
        "agreed",
        "cancelled",
        "funded",
        "submitted",
        "changes_requested",
        "released",
        "auto_released",
        "refunded",
        "refund_requested",
        "disputed",
    ];

    public Task HandleAsync(MilestoneMoved happened, CancellationToken ct) =>
        News.Contains(happened.Kind)
            ? writer.TellAsync(
                ContractRoom.Of(happened.ContractId, happened.ClientId, happened.FreelancerId),
                Uuid5.Of(happened.LineId, "room"),
                new RoomEvent(
                    "milestone_" + happened.Kind,
                    happened.ContractId,
                    happened.Title,
                    happened.Number,
                    happened.Amount.Minor,
                    happened.Amount.Currency.Code
                ),
                happened.MemberId,
                ct
            )
            : Task.CompletedTask;

    public Task HandleAsync(BonusPaid happened, CancellationToken ct) =>
        writer.TellAsync(
            ContractRoom.Of(happened.ContractId, happened.ClientId, happened.FreelancerId),
            Uuid5.Of(happened.BonusId, "room"),
            new RoomEvent(
                "bonus_paid",
                happened.ContractId,
                AmountMinor: happened.Amount.Minor,
                Currency: happened.Amount.Currency.Code
            ),
            null,
            ct
        );

    public Task HandleAsync(ContractEnded happened, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var subject = ContractRoom.Of(happened.ContractId, happened.ClientId, happened.FreelancerId);
                if (await rooms.FindAsync(subject, ct) is { } room)
                {
                    await writer.TellAsync(
                        room,
                        Uuid5.Of(happened.ContractId, "room/ended"),
                        new RoomEvent("contract_ended", happened.ContractId),
                        happened.By == Side.Freelancer ? happened.FreelancerId : null,
                        ct
                    );
                    await rooms.CloseAsync(room, happened.At, ct);
                }
                return Done.It;
            },
            ct
        );
}
