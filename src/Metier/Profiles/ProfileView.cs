namespace Metier.Profiles;

/// <summary>A whole profile, for its page and for editing.</summary>
public sealed record ProfileView(
    ProfileCard Card,
    string Overview,
    string VideoUrl,
    IReadOnlyList<EmploymentView> Employments,
    IReadOnlyList<EducationView> Educations,
    IReadOnlyList<CertificateView> Certificates,
    IReadOnlyList<WorkView> Work,
    Completeness Completeness,
    ProfileStamps Stamps,
    DateTime CreatedAt
);

/// <summary>What each section's form was filled from; sent back with it, so that a stale form is noticed.</summary>
public sealed record ProfileStamps(string Intro, string Skills, string Terms, string Place, string Languages);

/// <summary>A job; months as their first day, <paramref name="To"/> null while it goes on. Description is Markdown.</summary>
public sealed record EmploymentView(
    Guid Id,
    string Company,
    string Role,
    DateOnly From,
    DateOnly? To,
    string Description,
    string Stamp
);

/// <summary>A school and a degree.</summary>
public sealed record EducationView(Guid Id, string School, string Degree, int? FromYear, int? ToYear, string Stamp);

/// <summary>A certificate as its holder states it.</summary>
public sealed record CertificateView(Guid Id, string Name, string Issuer, int? Year, string Url, string Stamp);

/// <summary>A piece of work. Description is Markdown.</summary>
public sealed record WorkView(
    Guid Id,
    string Title,
    string Description,
    string Url,
    int? Year,
    IReadOnlyList<WorkFileView> Files,
    string Stamp
)
{
    /// <summary>The picture that stands for it: its first image, small; null when it has none.</summary>
    public string? Cover => Files.FirstOrDefault(f => f.PreviewUrl is not null)?.PreviewUrl;
}

/// <summary>A file with links that live a few hours; <paramref name="PreviewUrl"/> only for images.</summary>
public sealed record WorkFileView(Guid Id, string Name, long Bytes, string Url, string? PreviewUrl);
