using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>Work handed in for a milestone.</summary>
public sealed record SubmitInput(
    Guid RequestId,
    Guid ContractId,
    int Number,
    string? Message,
    IReadOnlyList<Upload> Files
);

/// <summary>The freelancer hands work in; 14 days of silence from now release the money.</summary>
public sealed class SubmitWork(MetierDb db, ContractAccess access, FileIntake files)
{
    /// <summary>Files of one delivery.</summary>
    public const int MostFiles = 10;

    /// <summary>Answers with the submission's id.</summary>
    public Task<Outcome<Guid>> RunAsync(SubmitInput input, Actor actor, CancellationToken ct) =>
        db.WriteOnceAsync<Guid>(
            $"milestone.submit:{actor.MemberId:N}",
            input.RequestId,
            new
            {
                input.ContractId,
                input.Number,
                input.Message,
            },
            async () =>
            {
                if (
                    await access.ForMilestoneAsync(input.ContractId, input.Number, actor, ct)
                    is not
                    (var contract, var milestone, Side.Freelancer)
                )
                {
                    return Refusal.NotFound();
                }
                var wrong = new List<Refusal>();
                var message = OfferForm.Text(
                    input.Message,
                    4000,
                    "Form.Message",
                    ContractRefusalText.SayWhatYouDeliver,
                    wrong
                );
                if (input.Files.Count > MostFiles)
                {
                    wrong.Add(new Refusal("too_many_files", ContractRefusalText.TooManyFiles(MostFiles), "Form.Files"));
                }
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                if (milestone.Submit(db.Now, contract.Rules) is { } refusal)
                {
                    return refusal;
                }
                var submission = new Submission
                {
                    Id = Ids.New(db.Clock),
                    MilestoneId = milestone.Id,
                    At = db.Now,
                    Message = message,
                };
                db.Submissions.Add(submission);
                foreach (var upload in input.Files)
                {
                    var file = await files.TakeAsync(upload, actor.MemberId, "Form.Files", ct);
                    if (!file.Ok)
                    {
                        return Outcome<Guid>.From(file);
                    }
                    db.SubmissionFiles.Add(new SubmissionFile { SubmissionId = submission.Id, FileId = file.Value.Id });
                }
                db.Record(contract, actor, "submitted", milestone, text: message);
                return submission.Id;
            },
            ct
        );
}

/// <summary>The client formally asks for changes: the only thing that stops the 14 days.</summary>
public sealed class RequestChanges(MetierDb db, ContractAccess access)
{
    /// <summary>Needs a message.</summary>
    public Task<Outcome<Done>> RunAsync(
        Guid contractId,
        int number,
        string? message,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (
                    await access.ForMilestoneAsync(contractId, number, actor, ct)
                    is not
                    (var contract, var milestone, Side.Client)
                )
                {
                    return Refusal.NotFound();
                }
                if (actor.RefuseToHire() is { } mayNot)
                {
                    return mayNot;
                }
                var wrong = new List<Refusal>();
                var text = OfferForm.Text(message, 4000, "Form.Message", ContractRefusalText.SayWhatToChange, wrong);
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                if (milestone.RequestChanges() is { } refusal)
                {
                    return refusal;
                }
                var submission = await db
                    .Submissions.Where(s => s.MilestoneId == milestone.Id)
                    .OrderByDescending(s => s.At)
                    .FirstAsync(ct);
                submission.ChangesAsked = text;
                submission.ChangesAskedAt = db.Now;
                db.Record(contract, actor, "changes_requested", milestone, text: text);
                return Done.It;
            },
            ct
        );
}
