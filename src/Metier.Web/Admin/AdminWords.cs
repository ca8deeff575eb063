using Metier.Jobs;
using Metier.Members;

namespace Metier.Web.Admin;

/// <summary>Words for the codes that staff see.</summary>
internal static class AdminWords
{
    /// <summary>The roles that can be given, in the order they are listed.</summary>
    public static readonly StaffRoles[] Roles =
    [
        StaffRoles.Operator,
        StaffRoles.Moderator,
        StaffRoles.Arbiter,
        StaffRoles.Finance,
        StaffRoles.Recruiter,
    ];

    /// <summary>A chore; of a name in an old line that is none any more the name itself.</summary>
    public static string Chore(string name) => AdminText.Find("chore" + name) ?? name;

    /// <summary>The role's name.</summary>
    public static string Role(StaffRoles role) => SuspensionText.Find("role" + role) ?? role.ToString();

    /// <summary>The roles somebody has, as a list.</summary>
    public static string RolesOf(StaffRoles roles) =>
        Formats.List([.. Roles.Where(r => roles.HasFlag(r)).Select(Role)]);

    /// <summary>A suspension's reason.</summary>
    public static string Reason(SuspensionReason reason) => SuspensionText.Find("reason" + reason) ?? reason.ToString();

    /// <summary>A job's state.</summary>
    public static string Job(JobState state) => AdminText.Find("job" + state) ?? state.ToString();
}
