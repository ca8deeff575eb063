using Metier.Members;
using Metier.Platform;
using Metier.Taxonomy;

namespace Metier.Jobs;

/// <summary>
/// One page of a post. <paramref name="Id"/> is made by the form, so that saving twice makes one draft. With
/// <paramref name="Unfinished"/> a draft keeps whatever can be kept and nothing is refused; what was posted is never
/// saved that way. <paramref name="Seen"/> is when the job had last been saved when the form was shown, UTC.
/// </summary>
public sealed record SaveJobInput(Guid Id, JobPart Part, bool Unfinished = false, DateTime? Seen = null);

/// <summary>Writes a draft, begun with its first save, or changes a post.</summary>
public sealed class SaveJob(
    MetierDb db,
    JobAccess access,
    SkillCatalogue catalogue,
    AddSkill add,
    MemberViews members,
    FileIntake intake,
    JobCorrections corrections,
    RuleOptions rules
)
{
    /// <summary>Saves the page; the answer is when, in UTC.</summary>
    public async Task<Outcome<DateTime>> RunAsync(SaveJobInput input, Actor actor, CancellationToken ct)
    {
        var names = new SkillNames(catalogue);
        var saved = await SaveAsync(input, () => names = new SkillNames(catalogue), actor, ct);
        if (saved.Ok && names.Added)
        {
            await catalogue.RefreshAsync(ct);
        }
        return saved;
    }

    private Task<Outcome<DateTime>> SaveAsync(
        SaveJobInput input,
        Func<SkillNames> afresh,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteAsync<DateTime>(
            async () =>
            {
                var names = afresh();
                // Pressed twice, the other press may begin it between the two looks.
                var job =
                    await access.ForClientAsync(input.Id, actor, ct)
                    ?? await BeginAsync(input, actor, ct)
                    ?? await access.ForClientAsync(input.Id, actor, ct);
                if (job is null)
                {
                    return Refusal.NotFound();
                }
                if (actor.RefuseToHire() is { } mayNot)
                {
                    return mayNot;
                }
                if (input.Unfinished && job.State != JobState.Draft)
                {
                    return new Refusal("job_posted", JobsRefusalText.AlreadyPosted);
                }
                if (job.ChangedSince(input.Seen, actor.MemberId))
                {
                    return new Refusal("job_changed", JobsRefusalText.ChangedMeanwhile);
                }
                var before = job.Skills.Select(s => s.SkillId).ToHashSet(StringComparer.Ordinal);
                var wrong = await AddAsync(input.Part, names, actor, ct);
                wrong.AddRange(Take(job, input.Part, names));
                if (input.Part is WhatPart { } what)
                {
                    wrong.AddRange(await FilesAsync(job, what, actor, ct));
                }
                if (wrong.Count > 0 && !(input.Unfinished && wrong.TrueForAll(w => w.Field != "Form.Files")))
                {
                    return wrong;
                }
                if (input.Part is SkillsPart)
                {
                    await corrections.KeepAsync(job, before, actor, ct);
                }
                job.Saved(actor.MemberId, db.Now);
                if (job.State != JobState.Draft)
                {
                    job.Touch(rules, db.Now);
                    db.Audit(actor, "job.changed", job.Id, new { Page = input.Part.GetType().Name });
                    db.Raise(new JobChanged(job.Id));
                }
                return job.SavedAt;
            },
            ct
        );

    /// <summary>A new draft; null when the id belongs to somebody else's, or the person acts for no client.</summary>
    private async Task<Job?> BeginAsync(SaveJobInput input, Actor actor, CancellationToken ct)
    {
        if (
            actor is not { ClientId: { } client, EmailConfirmed: true }
            || await db.FindAsync<Job>([input.Id], ct) is not null
        )
        {
            return null;
        }
        var card = (await members.ClientsAsync([client], ct))[client];
        var job = new Job
        {
            Id = input.Id,
            ClientId = client,
            WriterId = actor.MemberId,
            Language = Languages.Current,
            Currency = card.Currency,
            CreatedAt = db.Now,
        };
        db.Jobs.Add(job);
        return job;
    }

    /// <summary>Adds the skills that the page asks to add; refused ones are unknown names afterwards.</summary>
    private async Task<List<Refusal>> AddAsync(JobPart part, SkillNames names, Actor actor, CancellationToken ct) =>
        part is SkillsPart skills
            ?
            [
                .. await add.MissingAsync(names, skills.MustHave, skills.New, "Form.MustHave", actor, ct),
                .. await add.MissingAsync(names, skills.NiceToHave, skills.New, "Form.NiceToHave", actor, ct),
            ]
            : [];

    private List<Refusal> Take(Job job, JobPart part, SkillNames names) =>
        part switch
        {
            WhatPart what => job.Take(what, catalogue),
            SkillsPart skills => job.Take(skills, names),
            PricePart price => job.Take(price, rules, DateOnly.FromDateTime(db.Now)),
            QuestionsPart questions => job.Take(questions, rules, db.Clock),
            AudiencePart audience => job.Take(audience),
            _ => throw new ArgumentOutOfRangeException(nameof(part), part, "Not a page of a post"),
        };

    private async Task<IReadOnlyList<Refusal>> FilesAsync(Job job, WhatPart what, Actor actor, CancellationToken ct)
    {
        if (what.RemoveFile is { } gone)
        {
            job.Detach(gone);
        }
        if (what.Files is not { Count: > 0 } files)
        {
            return [];
        }
        if (job.RoomForFiles(files.Count) is { } full)
        {
            return [full];
        }
        var kept = new List<Guid>();
        foreach (var file in files)
        {
            var taken = await intake.TakeAsync(file, actor.MemberId, "Form.Files", ct);
            if (!taken.Ok)
            {
                return taken.Refusals;
            }
            kept.Add(taken.Value.Id);
        }
        job.Attach(kept);
        return [];
    }
}
