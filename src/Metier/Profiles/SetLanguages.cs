using Metier.Platform;

namespace Metier.Profiles;

/// <summary>One row of the form: ISO 639-1 code and level (<see cref="LanguageLevel"/>) by name; a row without a code is empty.</summary>
public sealed record SpokenInput(string? Code, string? Level);

/// <summary>The languages in their order.</summary>
public sealed record SetLanguagesInput(IReadOnlyList<SpokenInput> Languages, string? Was);

/// <summary>Sets the languages a freelancer works in.</summary>
public sealed class SetLanguages(ProfileAccess access)
{
    /// <summary>Fields of refusals: Form.Languages[i].Code, Form.Languages[i].Level.</summary>
    public Task<Outcome<Done>> RunAsync(SetLanguagesInput input, Actor actor, CancellationToken ct) =>
        access.EditAsync(
            actor,
            input.Was,
            p => p.LanguagesStamp,
            (profile, read) =>
            {
                var spoken = new List<(string Code, LanguageLevel Level)>();
                foreach (var (i, row) in input.Languages.Take(FreelancerProfile.MostLanguages).Index())
                {
                    Read(row, $"Form.Languages[{i}]", spoken, read);
                }
                if (read.Ok)
                {
                    profile.Speak(spoken);
                }
            },
            ct
        );

    private static void Read(
        SpokenInput row,
        string field,
        List<(string Code, LanguageLevel Level)> spoken,
        ProfileInput read
    )
    {
        if (string.IsNullOrEmpty(row.Code))
        {
            return;
        }
        if (!SpokenLanguages.List.Has(row.Code))
        {
            read.Refuse(field + ".Code", "unknown", ProfileRefusalText.LanguageEmpty);
        }
        else if (spoken.Any(s => s.Code == row.Code))
        {
            read.Refuse(field + ".Code", "twice", ProfileRefusalText.LanguageTwice(SpokenLanguages.Name(row.Code)));
        }
        else if (!Enum.TryParse<LanguageLevel>(row.Level, out var level) || !Enum.IsDefined(level))
        {
            read.Refuse(field + ".Level", "empty", ProfileRefusalText.LevelEmpty);
        }
        else
        {
            spoken.Add((row.Code, level));
        }
    }
}
