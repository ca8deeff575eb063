using Metier.Contracts;
using Metier.Platform;
using Metier.Rooms;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>The client asks about a segment: a message in the contract's room that names it and leads to it.</summary>
public sealed class AskAboutSegment(
    MetierDb db,
    HourlyContracts contracts,
    RoomAccess rooms,
    SendMessage send,
    InstanceOptions instance
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
                var at = DiaryTime.At(start);
                var path =
                    Languages.Current == "fr"
                        ? $"/fr/contrats/{contractId:D}/journal/"
                        : $"/en/contracts/{contractId:D}/diary/";
                var text =
                    DiaryMailText.AboutSegment(
                        at.ToString("d MMMM yyyy", Languages.Culture(Languages.Current)),
                        at.ToString("HH:mm", Languages.Culture(Languages.Current)),
                        instance.PublicUrl + path + DiaryRules.Name(start)
                    )
                    + "\n\n"
                    + words;
                var sent = await send.RunAsync(new MessageInput(room.Id, Ids.New(db.Clock), text, []), actor, ct);
                return sent.Ok ? room.Id : Outcome<Guid>.From(sent);
            },
            ct
        );
}
