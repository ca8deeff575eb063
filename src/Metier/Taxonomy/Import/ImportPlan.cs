namespace Metier.Taxonomy;

/// <summary>
/// What an import has to write: worked out from what the source says and what the database holds, so that the same import
/// again writes nothing, and a dry run reads the same numbers.
/// </summary>
internal sealed class ImportPlan
{
    private const int MostExamples = 20;

    private readonly TaxonomyState state;
    private readonly SkillSource source;
    private readonly IReadOnlySet<string> languages;
    private readonly DateTime now;
    private readonly NameOwners owners;
    private readonly Dictionary<string, ConceptRow> known;
    private readonly ILookup<string, NameRow> knownNames;
    private readonly List<(string, string)> examples = [];
    private readonly List<string> news = [];
    private int merged,
        unchanged,
        namesAdded,
        namesRemoved;

    public ImportPlan(
        TaxonomyFiles files,
        TaxonomyState state,
        SkillSource source,
        IReadOnlySet<string> languages,
        DateTime now
    )
    {
        this.state = state;
        this.source = source;
        this.languages = languages;
        this.now = now;
        owners = new NameOwners(files, state, source);
        known = state.Concepts.Where(c => c.Source == source).ToDictionary(c => c.Id);
        knownNames = state.Names.Where(n => n.Source == source).ToLookup(n => n.ConceptId);
    }

    public List<ConceptRow> Inserts { get; } = [];

    /// <summary>Known concepts as they are to be.</summary>
    public List<ConceptRow> Updates { get; } = [];
    public List<MergeRow> Merges { get; } = [];

    /// <summary>Concepts whose aliases from this source are written anew, and what they are then.</summary>
    public List<string> Renamed { get; } = [];
    public List<NameRow> Names { get; } = [];

    /// <summary>All relations from this source; null when they are what they were.</summary>
    public List<LinkRow>? Links { get; private set; }

    /// <summary>Takes the concepts of a source, in their order.</summary>
    public void Take(IReadOnlyList<ImportedConcept> concepts, IReadOnlyDictionary<string, List<string>> broader)
    {
        var labelled = concepts.Where(c => c.En is not null).ToList();
        Skipped += concepts.Count - labelled.Count;
        var targets = new Dictionary<string, string>();
        var claims = Claims(labelled);
        foreach (var concept in labelled)
        {
            if (Same(concept, claims) is { } target)
            {
                targets.Add(concept.Id, target);
            }
        }
        var places = new CategoryVotes(Places(), targets, labelled, broader);
        foreach (var concept in labelled)
        {
            Write(concept, targets.GetValueOrDefault(concept.Id), places);
            NamesOf(concept);
        }
        LinksOf(labelled);
    }

    /// <summary>Rows of the source that say nothing here.</summary>
    public int Skipped { get; set; }

    public ImportReport Report =>
        new()
        {
            New = Inserts.Count - Inserts.Count(c => c.State == SkillState.Merged),
            Merged = merged,
            Updated = Updates.Count(c => c.State != SkillState.Merged || !Merges.Exists(m => m.FromId == c.Id)),
            Unchanged = unchanged,
            Skipped = Skipped,
            NamesAdded = namesAdded,
            NamesRemoved = namesRemoved,
            Relations = Links?.Count ?? state.Links.Count(l => l.Source == source),
            RelationsChanged = Links is not null,
            Merges = examples,
            News = news,
        };

    /// <summary>
    /// The concept this one is the same as. What people decided about it stays; a new one that is the same as none keeps its
    /// labels for itself.
    /// </summary>
    private string? Same(ImportedConcept concept, Dictionary<(ConceptType, string, string), int> claims)
    {
        var row = known.GetValueOrDefault(concept.Id);
        if (row is { State: SkillState.Merged })
        {
            return state.Root(concept.Id);
        }
        var target = row is null or { DecidedBy: null, State: SkillState.Accepted }
            ? owners.SameAs(
                concept,
                (language, alias) => claims[(concept.Type, language, SkillWords.Normalise(alias))] == 1
            )
            : null;
        if (target is null && row is not { State: SkillState.Rejected })
        {
            owners.Claim(
                concept.Type,
                concept.Id,
                concept.En!,
                concept.Labels.GetValueOrDefault("fr") ?? concept.En!,
                true
            );
        }
        return target;
    }

    /// <summary>How many concepts of the source bear each name: one that several bear ("plant manager") says little of any.</summary>
    private static Dictionary<(ConceptType, string, string), int> Claims(IEnumerable<ImportedConcept> concepts) =>
        concepts
            .SelectMany(c =>
                c.Labels.Select(l => (c.Type, Language: l.Key, Name: SkillWords.Normalise(l.Value)))
                    .Concat(c.Aliases.Select(a => (c.Type, a.Language, Name: SkillWords.Normalise(a.Text))))
                    .Distinct()
            )
            .CountBy(n => n)
            .ToDictionary(n => (n.Key.Type, n.Key.Language, n.Key.Name), n => n.Value);

    private void Write(ImportedConcept concept, string? target, CategoryVotes places)
    {
        var row = known.GetValueOrDefault(concept.Id);
        var wanted = Wanted(concept, row, places.Of(concept));
        if (target is not null && row is not { State: SkillState.Merged })
        {
            merged++;
            wanted.State = SkillState.Merged;
            Merges.Add(
                new()
                {
                    FromId = concept.Id,
                    ToId = target,
                    Was = SkillState.Accepted,
                    MergedAt = now,
                }
            );
            if (examples.Count < MostExamples)
            {
                examples.Add((concept.En!, owners.Label(target)));
            }
        }
        if (row is null)
        {
            Inserts.Add(wanted);
            if (target is null && news.Count < MostExamples)
            {
                news.Add(concept.En!);
            }
        }
        else if (
            (row.En, row.Fr, row.Kind, row.CategoryId, row.State)
            != (wanted.En, wanted.Fr, wanted.Kind, wanted.CategoryId, wanted.State)
        )
        {
            Updates.Add(wanted);
        }
        else
        {
            unchanged++;
        }
    }

    private ConceptRow Wanted(ImportedConcept concept, ConceptRow? row, string category)
    {
        // Without French labels in this import, those of an earlier one stay.
        var en = concept.Labels.GetValueOrDefault("en") ?? (languages.Contains("en") ? null : row?.En) ?? concept.En!;
        var fr = concept.Labels.GetValueOrDefault("fr") ?? (languages.Contains("fr") ? null : row?.Fr) ?? en;
        var decided = row is { DecidedBy: not null };
        return new()
        {
            Id = concept.Id,
            Type = concept.Type,
            Kind = decided ? row!.Kind : concept.Kind,
            CategoryId = decided ? row!.CategoryId : category,
            Source = source,
            State = row?.State ?? SkillState.Accepted,
            Reference = concept.Reference,
            En = en,
            Fr = fr,
            CreatedAt = row?.CreatedAt ?? now,
            DecidedBy = row?.DecidedBy,
            DecidedAt = row?.DecidedAt,
            Reason = row?.Reason,
            Version = row?.Version ?? 0,
        };
    }

    /// <summary>Aliases, and labels in languages that have no label here.</summary>
    private void NamesOf(ImportedConcept concept)
    {
        var labels = concept.Labels.Select(l => (l.Key, SkillWords.Normalise(l.Value))).ToHashSet();
        var wanted = concept
            .Labels.Where(l => l.Key is not ("en" or "fr"))
            .Select(l => (Language: l.Key, Text: l.Value))
            .Concat(concept.Aliases)
            .Select(n => (n.Language, n.Text, Normalised: SkillWords.Normalise(n.Text)))
            .Where(n => n.Language is not ("en" or "fr") || !labels.Contains((n.Language, n.Normalised)))
            .DistinctBy(n => (n.Language, n.Normalised))
            .ToList();
        Aliases(concept.Id, wanted);
    }

    /// <summary>These are the aliases of a concept from this source, in the languages that are imported.</summary>
    public void Aliases(string id, IReadOnlyList<(string Language, string Text, string Normalised)> wanted)
    {
        var had = knownNames[id].ToList();
        var held = had.Where(n => languages.Contains(n.Language))
            .Select(n => (n.Language, n.Text, n.Normalised))
            .ToHashSet();
        if (held.SetEquals(wanted))
        {
            return;
        }
        namesAdded += wanted.Count(n => !held.Contains(n));
        namesRemoved += held.Except(wanted).Count();
        Renamed.Add(id);
        Names.AddRange(had.Where(n => !languages.Contains(n.Language)));
        Names.AddRange(
            wanted.Select(n => new NameRow
            {
                ConceptId = id,
                Language = n.Language,
                Normalised = n.Normalised,
                Source = source,
                Text = n.Text,
            })
        );
    }

    private void LinksOf(IReadOnlyList<ImportedConcept> concepts)
    {
        var there = concepts.Select(c => c.Id).ToHashSet();
        var wanted = concepts
            .SelectMany(c =>
                c.Links.Where(l => there.Contains(l.Id))
                    .Select(
                        (l, i) =>
                            new LinkRow
                            {
                                FromId = c.Id,
                                ToId = l.Id,
                                Source = source,
                                Relation = l.Relation,
                                Position = i,
                            }
                    )
            )
            .ToList();
        var had = state.Links.Where(l => l.Source == source).Select(l => (l.FromId, l.ToId, l.Relation)).ToHashSet();
        if (!had.SetEquals(wanted.Select(l => (l.FromId, l.ToId, l.Relation))))
        {
            Links = wanted;
        }
    }

    /// <summary>Where the skills are that an imported one may turn out to be.</summary>
    private Dictionary<string, string> Places() =>
        TaxonomyFiles
            .Read()
            .Skills.Select(s => (s.Id, s.CategoryId))
            .Concat(state.Concepts.Where(c => c.Source != source).Select(c => (c.Id, c.CategoryId)))
            .ToDictionary(p => p.Id, p => p.CategoryId);
}
