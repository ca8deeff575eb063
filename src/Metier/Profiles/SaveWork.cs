using Metier.Platform;

namespace Metier.Profiles;

/// <summary>
/// A piece of work as typed. <paramref name="Id"/> null adds. <paramref name="Files"/> are added to those it has;
/// <paramref name="DropFiles"/> are taken off.
/// </summary>
public sealed record SaveWorkInput(
    Guid? Id,
    string? Title,
    string? Description,
    string? Url,
    string? Year,
    IReadOnlyList<Upload> Files,
    IReadOnlyList<Guid> DropFiles,
    string? Was
);

/// <summary>Adds or changes a piece of work in one's portfolio.</summary>
public sealed class SaveWork(MetierDb db, ProfileAccess access, FileIntake intake, TimeProvider clock)
{
    /// <summary>Fields of refusals: Form.Title, Form.Description, Form.Url, Form.Year, Form.Files.</summary>
    public async Task<Outcome<Done>> RunAsync(SaveWorkInput input, Actor actor, CancellationToken ct)
    {
        if (!actor.IsFreelancer)
        {
            return Refusal.NotFound();
        }
        // Words first, so that a missing title does not cost an upload.
        var read = new ProfileInput();
        var words = Read(input, read);
        if (!read.Ok)
        {
            return read.Refusals;
        }
        var files = new PortfolioFiles(db, intake);
        var taken = await files.TakeAsync(input.Files, actor.MemberId, "Form.Files", ct);
        if (!taken.Ok)
        {
            return Outcome<Done>.From(taken);
        }
        return await access.EditEntryAsync(
            actor,
            input.Id,
            p => p.Work,
            w => w.Id,
            (profile, found, refused) =>
            {
                if (found is not null && input.Was is not null && input.Was != found.Stamp)
                {
                    refused.Refusals.Add(ProfileAccess.Changed());
                    return;
                }
                var item = found ?? Add(profile);
                (item.Title, item.Description, item.Url, item.Year) = words;
                Drop(item, input.DropFiles);
                if (item.Files.Count + taken.Value.Count > FreelancerProfile.MostFiles)
                {
                    refused.Refuse(
                        "Form.Files",
                        "too_many_files",
                        ProfileRefusalText.TooManyFiles(FreelancerProfile.MostFiles)
                    );
                    return;
                }
                files.Attach(item, taken.Value);
            },
            ct
        );
    }

    private (string Title, string Description, string Url, int? Year) Read(SaveWorkInput input, ProfileInput read) =>
        (
            read.Line(input.Title, "Form.Title", 100, ProfileRefusalText.WorkTitleEmpty),
            read.Lines(input.Description, "Form.Description", 3000),
            read.Address(input.Url, "Form.Url"),
            read.Year(input.Year, "Form.Year", clock.UtcNow().Year)
        );

    private PortfolioItem Add(FreelancerProfile profile)
    {
        var item = new PortfolioItem
        {
            Id = Ids.New(clock),
            ProfileId = profile.Id,
            Title = "",
            Position = profile.Work.Count == 0 ? 0 : profile.Work.Max(w => w.Position) + 1,
        };
        profile.Work.Add(item);
        return item;
    }

    private void Drop(PortfolioItem item, IReadOnlyList<Guid> ids)
    {
        var dropped = item.Files.Where(f => ids.Contains(f.Id)).ToList();
        if (dropped.Count > 0)
        {
            item.Files.RemoveAll(dropped.Contains);
            db.Raise(new ProfileFilesDropped([.. dropped.SelectMany(PortfolioFiles.All)]));
        }
    }
}
