using Metier.Platform;

namespace Metier.Profiles;

/// <summary>City as typed, ISO 3166 country, IANA time zone.</summary>
public sealed record SetPlaceInput(string? City, string? Country, string? TimeZone, string? Was);

/// <summary>Sets where a freelancer works from.</summary>
public sealed class SetPlace(ProfileAccess access)
{
    /// <summary>Fields of refusals: Form.City, Form.Country, Form.TimeZone.</summary>
    public Task<Outcome<Done>> RunAsync(SetPlaceInput input, Actor actor, CancellationToken ct) =>
        access.EditAsync(
            actor,
            input.Was,
            p => p.PlaceStamp,
            (profile, read) =>
            {
                profile.City = read.Line(input.City, "Form.City", 80, ProfileRefusalText.CityEmpty);
                if (!Countries.List.Has(input.Country))
                {
                    read.Refuse("Form.Country", "empty", ProfileRefusalText.CountryEmpty);
                }
                if (!Zones.Has(input.TimeZone))
                {
                    read.Refuse("Form.TimeZone", "empty", ProfileRefusalText.TimeZoneEmpty);
                }
                (profile.Country, profile.TimeZone) = (input.Country ?? "", input.TimeZone ?? "");
            },
            ct
        );
}
