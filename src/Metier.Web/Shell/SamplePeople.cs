namespace Metier.Web.Shell;

/// <summary>Invented people, for pictures of components on public pages and in the gallery.</summary>
internal static class SamplePeople
{
    public const string Amara = "Amara Keïta";
    public const string Chloe = "Chloé Marchand";
    public const string Ines = "Inès Mercier";
    public const string Jeanne = "Jeanne Roy";
    public const string Tomasz = "Tomasz Wilk";
}
