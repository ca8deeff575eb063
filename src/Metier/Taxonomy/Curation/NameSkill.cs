using Metier.Platform;

namespace Metier.Taxonomy;

/// <summary>Labels in both languages, in place of those a skill has.</summary>
public sealed record NameSkillInput(string Id, string? En, string? Fr);

/// <summary>Renames a skill on offer, shipped ones included; the old label stays an alias. Its id never changes.</summary>
public sealed class NameSkill(Curator curator)
{
    /// <summary>All that is wrong at once. Fields: Label.En, Label.Fr.</summary>
    public Task<Outcome<Done>> RunAsync(NameSkillInput input, Actor actor, CancellationToken ct) =>
        curator.ChangeAsync(
            actor,
            "skill.renamed",
            input.Id,
            async () =>
            {
                if (curator.Catalogue.Find(input.Id) is not { } skill || skill.Id != input.Id)
                {
                    return (null, [Refusal.NotFound()]);
                }
                var wrong = new List<Refusal>();
                var en = curator.Name(input.En, "en", skill.Id, "Label.En", wrong);
                var fr = curator.Name(input.Fr, "fr", skill.Id, "Label.Fr", wrong);
                if (wrong.Count == 0)
                {
                    await curator.PutAsync(skill.Id, "en", en, preferred: true, removed: false, ct);
                    await curator.PutAsync(skill.Id, "fr", fr, preferred: true, removed: false, ct);
                }
                return (
                    new
                    {
                        was = new { skill.En, skill.Fr },
                        en,
                        fr,
                    },
                    wrong
                );
            },
            ct
        );
}

/// <summary>An alias in one language (<c>en</c>, <c>fr</c>), to add or to take away.</summary>
public sealed record ChangeAliasInput(string Id, string? Language, string? Text, bool Remove);

/// <summary>Adds or takes away another name of a skill, shipped ones included.</summary>
public sealed class ChangeAlias(Curator curator)
{
    /// <summary>Fields of refusals: Alias.Language, Alias.Text.</summary>
    public Task<Outcome<Done>> RunAsync(ChangeAliasInput input, Actor actor, CancellationToken ct) =>
        curator.ChangeAsync(
            actor,
            input.Remove ? "skill.alias_removed" : "skill.alias_added",
            input.Id,
            async () =>
            {
                if (curator.Catalogue.Find(input.Id) is not { } skill || skill.Id != input.Id)
                {
                    return (null, [Refusal.NotFound()]);
                }
                var wrong = new List<Refusal>();
                var language = Languages.All.Contains(input.Language) ? input.Language! : "";
                if (language.Length == 0)
                {
                    return (null, [new("language", TaxonomyRefusalText.AliasLanguage, "Alias.Language")]);
                }
                var text = curator.Name(input.Text, language, skill.Id, "Alias.Text", wrong);
                if (wrong.Count == 0 && SkillWords.Normalise(skill.LabelIn(language)) == SkillWords.Normalise(text))
                {
                    wrong.Add(new("label", TaxonomyRefusalText.AliasIsLabel, "Alias.Text"));
                }
                if (wrong.Count == 0)
                {
                    await curator.PutAsync(skill.Id, language, text, preferred: false, input.Remove, ct);
                }
                return (new { language, text }, wrong);
            },
            ct
        );
}
