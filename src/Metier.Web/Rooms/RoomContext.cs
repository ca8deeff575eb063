using Metier.Contracts;
using Metier.Proposals;
using Metier.Rooms;
using Metier.Web.Contracts;
using Metier.Web.Shell;

namespace Metier.Web.Rooms;

/// <summary>What stands beside a conversation: the contract or the proposal it is about.</summary>
public sealed record RoomFactsView(
    IReadOnlyList<(string Label, string Value)> Lines,
    string? Href = null,
    string? LinkText = null
)
{
    /// <summary>Nothing to say.</summary>
    public static readonly RoomFactsView None = new([]);
}

/// <summary>Reads what a conversation is about from the modules to which it belongs.</summary>
public sealed class RoomContext(ContractViews contracts, ProposalRoomViews proposals, RoomViews rooms, Urls urls)
{
    /// <summary>The facts of the contract or the proposal.</summary>
    public async Task<RoomFactsView> FactsAsync(RoomView room, Actor actor, CancellationToken ct) =>
        room.Subject.Kind == RoomKind.Contract
            ? await ContractAsync(room, actor, ct)
            : await ProposalAsync(room, actor, ct);

    /// <summary>Where one can still write to the same person once the contract's room is closed.</summary>
    public async Task<Guid?> InsteadAsync(RoomView room, Actor actor, CancellationToken ct) =>
        await contracts.FactsAsync(room.Subject.SubjectId, ct) is { } contract
            ? await rooms.FindIdAsync(
                ProposalRoom.Of(contract.JobId, contract.ClientId, contract.FreelancerId),
                actor,
                ct
            )
            : null;

    private async Task<RoomFactsView> ContractAsync(RoomView room, Actor actor, CancellationToken ct)
    {
        if (await contracts.FindAsync(room.Subject.SubjectId, actor, ct) is not { } v)
        {
            return RoomFactsView.None;
        }
        if (v.Hourly is { } now)
        {
            return new(
                [
                    (RoomsText.Type, RoomsText.ByTheHour),
                    (RoomsText.State, ContractStateText.Find("contract" + v.Contract.State) ?? ""),
                    (HourlyText.Rate, Formats.Rate(now.Rate) + ShellText.PerHour),
                    (HourlyText.LimitNow, now.LimitMinutes is { } limit ? Formats.Hours(limit) : HourlyText.None),
                    (RoomsText.Paid, Formats.Money(now.Paid)),
                ],
                urls.To("contract", v.Contract.Id),
                RoomsText.OpenContract
            );
        }
        return new(
            [
                (RoomsText.Type, RoomsText.FixedPrice),
                (RoomsText.State, ContractStateText.Find("contract" + v.Contract.State) ?? ""),
                (RoomsText.Held, Formats.Money(v.Held)),
                (RoomsText.Paid, Formats.Money(v.Released)),
                (RoomsText.ToCome, Formats.Money(v.ToCome)),
            ],
            urls.To("contract", v.Contract.Id),
            RoomsText.OpenContract
        );
    }

    private async Task<RoomFactsView> ProposalAsync(RoomView room, Actor actor, CancellationToken ct)
    {
        if (await proposals.FindAsync(room.Subject, actor, ct) is not { Amount: { } amount } p)
        {
            return RoomFactsView.None;
        }
        return new(
            [
                (RoomsText.Type, p.Hourly ? RoomsText.ByTheHour : RoomsText.FixedPrice),
                (RoomsText.Price, Formats.Rate(amount)),
                .. p.SentAt is { } sent
                    ? [(RoomsText.SentOn, Moments.Date(DateOnly.FromDateTime(sent)))]
                    : Array.Empty<(string, string)>(),
            ],
            urls.To("proposal", p.Id),
            RoomsText.OpenProposal
        );
    }
}
