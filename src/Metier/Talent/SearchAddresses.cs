namespace Metier.Talent;

/// <summary>
/// Reads the query strings of the two search pages. The pages themselves are read by the same code, so that a saved search
/// is the search its owner saw.
/// </summary>
public interface ISearchAddresses
{
    /// <summary>A search for freelancers; what has no meaning in it filters nothing.</summary>
    TalentQuery Talent(string query);

    /// <summary>A search for jobs, in the same way.</summary>
    JobsQuery Jobs(string query);

    /// <summary>
    /// The one way to write this search, with its question mark and without a page: empty for "everything". The same search
    /// begun in another language is written the same.
    /// </summary>
    string Canonical(SearchKind kind, string query);
}
