using Metier.Platform;

namespace Metier.Profiles;

/// <summary>A school and a degree as typed; years may be missing. <paramref name="Id"/> null adds.</summary>
public sealed record SaveEducationInput(
    Guid? Id,
    string? School,
    string? Degree,
    string? FromYear,
    string? ToYear,
    string? Was
);

/// <summary>Adds or changes a line of one's education.</summary>
public sealed class SaveEducation(ProfileAccess access, TimeProvider clock)
{
    /// <summary>Fields of refusals: Form.School, Form.Degree, Form.FromYear, Form.ToYear.</summary>
    public Task<Outcome<Done>> RunAsync(SaveEducationInput input, Actor actor, CancellationToken ct) =>
        access.EditEntryAsync(
            actor,
            input.Id,
            p => p.Educations,
            e => e.Id,
            (profile, found, read) =>
            {
                if (found is not null && input.Was is not null && input.Was != found.Stamp)
                {
                    read.Refusals.Add(ProfileAccess.Changed());
                    return;
                }
                var year = clock.UtcNow().Year;
                var school = read.Line(input.School, "Form.School", 100, ProfileRefusalText.SchoolEmpty);
                var degree = read.Line(input.Degree, "Form.Degree", 100, ProfileRefusalText.DegreeEmpty);
                var from = read.Year(input.FromYear, "Form.FromYear", year);
                var to = read.Year(input.ToYear, "Form.ToYear", year + 8);
                if (to < from)
                {
                    read.Refuse("Form.ToYear", "before_start", ProfileRefusalText.ToBeforeFrom);
                }
                if (!read.Ok)
                {
                    return;
                }
                if (found is null)
                {
                    found = new Education
                    {
                        Id = Ids.New(clock),
                        ProfileId = profile.Id,
                        School = school,
                        Degree = degree,
                    };
                    profile.Educations.Add(found);
                }
                (found.School, found.Degree, found.FromYear, found.ToYear) = (school, degree, from, to);
            },
            ct
        );
}
