namespace Metier.Profiles;

/// <summary>How much fits into a profile, for the counters beside the fields.</summary>
public static class ProfileLimits
{
    /// <summary>Characters of the title.</summary>
    public const int Title = FreelancerProfile.LongestTitle;

    /// <summary>Characters of the overview.</summary>
    public const int Overview = FreelancerProfile.LongestOverview;

    /// <summary>Skills.</summary>
    public const int Skills = FreelancerProfile.MostSkills;

    /// <summary>Languages.</summary>
    public const int Languages = FreelancerProfile.MostLanguages;

    /// <summary>Files of one piece of work.</summary>
    public const int Files = FreelancerProfile.MostFiles;
}
