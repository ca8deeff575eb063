using Metier.Platform;

namespace Metier.Profiles;

/// <summary>A former or present job as typed. <paramref name="Id"/> null adds; <paramref name="Current"/>: it goes on.</summary>
public sealed record SaveEmploymentInput(
    Guid? Id,
    string? Company,
    string? Role,
    string? From,
    string? To,
    bool Current,
    string? Description,
    string? Was
);

/// <summary>Adds or changes a line of one's employment history.</summary>
public sealed class SaveEmployment(ProfileAccess access, TimeProvider clock)
{
    /// <summary>Fields of refusals: Form.Company, Form.Role, Form.From, Form.To, Form.Description.</summary>
    public Task<Outcome<Done>> RunAsync(SaveEmploymentInput input, Actor actor, CancellationToken ct) =>
        access.EditEntryAsync(
            actor,
            input.Id,
            p => p.Employments,
            e => e.Id,
            (profile, found, read) =>
            {
                if (found is not null && input.Was is not null && input.Was != found.Stamp)
                {
                    read.Refusals.Add(ProfileAccess.Changed());
                    return;
                }
                var today = DateOnly.FromDateTime(clock.UtcNow());
                var company = read.Line(input.Company, "Form.Company", 100, ProfileRefusalText.CompanyEmpty);
                var role = read.Line(input.Role, "Form.Role", 100, ProfileRefusalText.RoleEmpty);
                var from = read.Month(input.From, "Form.From", today, ProfileRefusalText.FromEmpty);
                var to = input.Current ? null : read.Month(input.To, "Form.To", today, ProfileRefusalText.ToEmpty);
                if (to < from)
                {
                    read.Refuse("Form.To", "before_start", ProfileRefusalText.ToBeforeFrom);
                }
                var description = read.Lines(input.Description, "Form.Description", 2000);
                if (!read.Ok)
                {
                    return;
                }
                if (found is null)
                {
                    found = new Employment
                    {
                        Id = Ids.New(clock),
                        ProfileId = profile.Id,
                        Company = company,
                        Role = role,
                    };
                    profile.Employments.Add(found);
                }
                (found.Company, found.Role, found.From, found.To) = (company, role, from!.Value, to);
                found.Description = description;
            },
            ct
        );
}
