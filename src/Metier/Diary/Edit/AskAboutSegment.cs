using Metier.Contracts;
using Metier.Platform;
using Metier.Rooms;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>
/// The client asks about a segment: the contract's room is told which, as a fact that each reader sees in their own language and from which a
/// link leads to it, and the question follows in the asker's words.
/// </summary>
public sealed class AskAboutSegment(
    MetierDb db,
    HourlyContracts contracts,
    RoomAccess rooms,
    RoomWriter writer,
    SendMessage send
)
{
    /// <summary>Answers with the room. Refuses <c>question</c>, and <c>not_found</c> to all but the client.</summary>
    public Task<Outcome<Guid>> RunAsync(
        Guid contractId,
        int start,
        string? question,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteAsync<Guid>(
            async () =>
            {
                if (
                    await contracts.ForPartyAsync(contractId, actor, ct) is not (var hourly, Side.Client)
                    || !await db.DiarySegments.AnyAsync(s => s.ContractId == contractId && s.Start == start, ct)
                )
                {
                    return Refusal.NotFound();
                }
                var words = TypedText.Lines(question);
                if (words.Length is < 3 or > 2000)
                {
                    return new Refusal("question", DiaryRefusalText.Question, "Form.Question");
                }
                var contract = hourly.Contract;
                var subject = ContractRoom.Of(contract.Id, contract.ClientId, contract.FreelancerId);
                if (await rooms.FindAsync(subject, ct) is not { } room)
                {
                    return Refusal.NotFound();
                }
                var about = new RoomEvent("segment_asked", contractId, DiaryRules.Name(start));
                await writer.TellAsync(room.Id, Ids.New(db.Clock), about, actor.MemberId, ct);
                var sent = await send.RunAsync(new MessageInput(room.Id, Ids.New(db.Clock), words, []), actor, ct);
                return sent.Ok ? room.Id : Outcome<Guid>.From(sent);
            },
            ct
        );
}
