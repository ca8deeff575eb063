namespace Metier.Web.Profiles;

/// <summary>One line of a list in the profile's editor.</summary>
/// <param name="Id">The entry's id.</param>
/// <param name="Title">What it is.</param>
/// <param name="Line">Where and when.</param>
/// <param name="Href">Its own page.</param>
/// <param name="Picture">A small picture of it, or null.</param>
public sealed record Entry(Guid Id, string Title, string Line, string Href, string? Picture = null);
