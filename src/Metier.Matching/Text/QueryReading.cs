using System.Collections.Immutable;

namespace Metier.Matching;

/// <summary>One thing that was read from what somebody typed.</summary>
/// <param name="Shown">The words as typed.</param>
/// <param name="Concept">The concept they name, or null for plain words.</param>
/// <param name="IsPhrase">Quoted: the words must stand side by side.</param>
public sealed record QueryPiece(string Shown, int? Concept, bool IsPhrase);

/// <summary>What a search made of the words typed, so that it can be said when words were left out.</summary>
public sealed record QueryReading(ImmutableArray<QueryPiece> Wanted, ImmutableArray<QueryPiece> Unwanted)
{
    /// <summary>Nothing was found to search by: no words, or only words that everybody uses.</summary>
    public bool IsEmpty => Wanted.IsEmpty && Unwanted.IsEmpty;

    public static QueryReading Of(string text, Lexicon lexicon)
    {
        var read = QueryText.Parse(text, lexicon);
        return new QueryReading([.. read.Wanted.Select(Piece)], [.. read.Unwanted.Select(Piece)]);
    }

    private static QueryPiece Piece(TextGroup group) =>
        new(group.Shown, group.Concepts.IsEmpty ? null : group.Concepts[0], group.IsPhrase);
}
