using Metier.Contracts;

namespace Metier.Diary;

/// <summary>When an hourly contract was paused, for whatever reasons: minutes that begin then do not count.</summary>
internal sealed record PauseSpans(IReadOnlyList<(DateTime From, DateTime? To)> Spans)
{
    /// <summary>The lines of a contract's history that begin or end a pause.</summary>
    public static readonly string[] Kinds =
    [
        .. Enum.GetValues<PauseCause>().SelectMany(c => new[] { Pauses.Key("paused", c), Pauses.Key("resumed", c) }),
    ];

    /// <summary>Reads them from the history, oldest line first. Several causes at once are one pause.</summary>
    public static PauseSpans Of(IEnumerable<ContractEvent> lines)
    {
        var spans = new List<(DateTime From, DateTime? To)>();
        var causes = new HashSet<PauseCause>();
        foreach (var line in lines)
        {
            var before = causes.Count;
            foreach (var cause in Enum.GetValues<PauseCause>())
            {
                if (line.Kind == Pauses.Key("paused", cause))
                {
                    causes.Add(cause);
                }
                else if (line.Kind == Pauses.Key("resumed", cause))
                {
                    causes.Remove(cause);
                }
            }
            if (before == 0 && causes.Count > 0)
            {
                spans.Add((line.At, null));
            }
            else if (before > 0 && causes.Count == 0)
            {
                spans[^1] = (spans[^1].From, line.At);
            }
        }
        return new PauseSpans(spans);
    }

    /// <summary>A minute that begins at this moment does not count.</summary>
    public bool Cover(DateTime begins) => Spans.Any(s => begins >= s.From && (s.To is null || begins < s.To));
}
