namespace Metier.Profiles;

/// <summary>One part of a profile's completeness.</summary>
/// <param name="Code">Names the part in texts and links: photo, overview, job, skill, work, jobs, skills, education, languages, certificate, video.</param>
/// <param name="Points">Percent reached.</param>
/// <param name="Most">Percent to reach.</param>
public sealed record CompletenessPart(string Code, int Points, int Most);

/// <summary>
/// How complete a profile is. The rule: photo, overview, a job and a skill make 50 %; portfolio 5 each (at most 20), more
/// jobs 10 each (20), more skills 10, education 10 each (20), languages 10, certificates 5 each (10), a video
/// introduction 10; 100 % at most. Inside the first half, photo and overview count 15, job and skill 10.
/// </summary>
public sealed record Completeness(int Percent, IReadOnlyList<CompletenessPart> Parts)
{
    private static readonly string[] Basics = ["photo", "overview", "job", "skill"];

    /// <summary>
    /// The parts that could still add something: the four that make the first half, then the largest gain. Nobody is asked
    /// for more jobs or skills before the first.
    /// </summary>
    public IEnumerable<CompletenessPart> Missing =>
        Percent >= 100
            ? []
            : Parts
                .Where(p => p.Points < p.Most && !(p.Code is "jobs" or "skills" && Lacks(p.Code[..^1])))
                .OrderBy(p => Basics.Contains(p.Code) ? 0 : 1)
                .ThenByDescending(p => p.Most - p.Points);

    private bool Lacks(string code) => Parts.Any(p => p.Code == code && p.Points == 0);

    /// <summary>Counts. Every number is how many there are on the profile.</summary>
    public static Completeness Of(
        bool photo,
        bool overview,
        int jobs,
        int skills,
        int work,
        int education,
        int languages,
        int certificates,
        bool video
    )
    {
        CompletenessPart[] parts =
        [
            new("photo", photo ? 15 : 0, 15),
            new("overview", overview ? 15 : 0, 15),
            new("job", jobs > 0 ? 10 : 0, 10),
            new("skill", skills > 0 ? 10 : 0, 10),
            new("work", Math.Min(20, 5 * work), 20),
            new("jobs", Math.Min(20, 10 * Math.Max(0, jobs - 1)), 20),
            new("skills", skills > 1 ? 10 : 0, 10),
            new("education", Math.Min(20, 10 * education), 20),
            new("languages", languages > 0 ? 10 : 0, 10),
            new("certificate", Math.Min(10, 5 * certificates), 10),
            new("video", video ? 10 : 0, 10),
        ];
        return new(Math.Min(100, parts.Sum(p => p.Points)), parts);
    }

    /// <summary>With as many skills as are read on it now.</summary>
    internal static Completeness Of(FreelancerProfile p, int skills) =>
        Of(
            p.PhotoId is not null,
            p.Overview.Length > 0,
            p.Employments.Count,
            skills,
            p.Work.Count,
            p.Educations.Count,
            p.Languages.Count,
            p.Certificates.Count,
            p.VideoUrl.Length > 0
        );
}
