using Metier.Platform;

namespace Metier.Profiles;

/// <summary>A certificate as typed; year and address may be missing. <paramref name="Id"/> null adds.</summary>
public sealed record SaveCertificateInput(
    Guid? Id,
    string? Name,
    string? Issuer,
    string? Year,
    string? Url,
    string? Was
);

/// <summary>Adds or changes a certificate.</summary>
public sealed class SaveCertificate(ProfileAccess access, TimeProvider clock)
{
    /// <summary>Fields of refusals: Form.Name, Form.Issuer, Form.Year, Form.Url.</summary>
    public Task<Outcome<Done>> RunAsync(SaveCertificateInput input, Actor actor, CancellationToken ct) =>
        access.EditEntryAsync(
            actor,
            input.Id,
            p => p.Certificates,
            c => c.Id,
            (profile, found, read) =>
            {
                if (found is not null && input.Was is not null && input.Was != found.Stamp)
                {
                    read.Refusals.Add(ProfileAccess.Changed());
                    return;
                }
                var name = read.Line(input.Name, "Form.Name", 100, ProfileRefusalText.CertificateEmpty);
                var issuer = read.Line(input.Issuer, "Form.Issuer", 100, ProfileRefusalText.IssuerEmpty);
                var year = read.Year(input.Year, "Form.Year", clock.UtcNow().Year);
                var url = read.Address(input.Url, "Form.Url");
                if (!read.Ok)
                {
                    return;
                }
                if (found is null)
                {
                    found = new Certificate
                    {
                        Id = Ids.New(clock),
                        ProfileId = profile.Id,
                        Name = name,
                        Issuer = issuer,
                    };
                    profile.Certificates.Add(found);
                }
                (found.Name, found.Issuer, found.Year, found.Url) = (name, issuer, year, url);
            },
            ct
        );
}
