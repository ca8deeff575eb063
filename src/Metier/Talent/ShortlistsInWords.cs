using System.Runtime.CompilerServices;
using Metier.Jobs;
using Metier.Platform;

namespace Metier.Talent;

/// <summary>Somebody put forward, in words of the post's language.</summary>
public sealed record ShortlistLine(string Name, string Title, string Rate, string Why, int Points, bool Newcomer);

/// <summary>Whom the client of an open job is shown first.</summary>
public sealed record ShortlistInWords(string Job, int Looked, IReadOnlyList<ShortlistLine> People);

/// <summary>Writes shortlists of open jobs for a reader, each in the language of its post: the operator looks whether they make sense.</summary>
public sealed class ShortlistsInWords(JobViews jobs, ShortlistForJob shortlists)
{
    private const int Batch = 200;

    /// <param name="words">In the title of the job; nothing for every open job.</param>
    /// <param name="most">People of each.</param>
    public async IAsyncEnumerable<ShortlistInWords> RunAsync(
        string words,
        int most,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        for (var (after, more) = (Guid.Empty, true); more; )
        {
            var ids = await jobs.SearchableIdsAsync(after, Batch, ct);
            var found = await jobs.ManyAsync(ids, ct);
            foreach (
                var job in ids.Where(found.ContainsKey)
                    .Select(id => found[id])
                    .Where(j => j.Title.Contains(words, StringComparison.OrdinalIgnoreCase))
            )
            {
                using var language = new InLanguage(job.Language);
                var list = await shortlists.MatchesAsync(job, ct);
                yield return new ShortlistInWords(
                    job.Title,
                    list.Looked,
                    [
                        .. list
                            .People.Take(most)
                            .Select(p => new ShortlistLine(
                                p.Name,
                                p.Title,
                                p.Rate is { } rate ? RankingWords.PerHour(rate.Minor, rate.Currency.Code) : "",
                                shortlists.Words(p).Why ?? "",
                                p.Match.Score,
                                p.Newcomer
                            )),
                    ]
                );
            }
            (after, more) = (ids.Count > 0 ? ids[^1] : after, ids.Count == Batch);
        }
    }
}
