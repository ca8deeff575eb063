using Metier.Platform;
using Metier.Web.Diary;

namespace Metier.Web.Shell;

/// <summary>
/// The links of the bars, by who is looking: a visitor, a client, a freelancer. A page that this instance does not have
/// is not linked to.
/// </summary>
public sealed class NavOfRequest(PageMap pages, HttpContext context)
{
    private readonly Actor? actor = context.Actor();

    /// <summary>The links of the top bar, at most five.</summary>
    public IReadOnlyList<NavItem> Main =>
        actor switch
        {
            null => Items(
                ("talent-search", ShellText.FindTalent, "search"),
                ("jobs-search", ShellText.FindWork, "brief"),
                ("how-it-works", ShellText.HowItWorks, "help")
            ),
            { Hat: Hat.Client } => Items(
                ("talent-search", ShellText.FindTalent, "search"),
                ("my-jobs", ShellText.MyJobs, "brief"),
                ("contracts", ShellText.Contracts, "contract"),
                ("messages", ShellText.Messages, "chat"),
                ("money", ShellText.MoneyPages, "money")
            ),
            _ => Items(
                ("jobs-search", ShellText.FindWork, "search"),
                ("my-proposals", ShellText.Proposals, "brief"),
                ("contracts", ShellText.Contracts, "contract"),
                ("messages", ShellText.Messages, "chat"),
                ("money", ShellText.MoneyPages, "money")
            ),
        };

    /// <summary>The five tabs at the bottom of a phone, for people who are signed in.</summary>
    public IReadOnlyList<NavItem> Tabs =>
        [
            .. Items(("dashboard", ShellText.HomeTab, "home")),
            .. Items((actor?.Hat == Hat.Client ? "my-jobs" : "jobs-search", ShellText.WorkTab, "brief")),
            .. Items(
                Tracks && actor?.Hat == Hat.Freelancer
                    ? ("time", ShellText.Time, "clock")
                    : ("contracts", ShellText.Contracts, "contract"),
                ("messages", ShellText.Messages, "chat"),
                ("money", ShellText.MoneyPages, "money")
            ),
        ];

    /// <summary>The person is paid by the hour somewhere: the timer has a place in the menus.</summary>
    public bool Tracks => TimeOfRequest.Of(context) is not null;

    /// <summary>One link, or null when there is no such page.</summary>
    public NavItem? Link(string name, string text, string? icon = null) =>
        Items((name, text, icon)) is [var item] ? item : null;

    /// <summary>Those of the links that exist.</summary>
    public IReadOnlyList<NavItem> Items(params (string Name, string Text, string? Icon)[] links)
    {
        var path = context.Request.Path.Value ?? "";
        return
        [
            .. links
                .Where(l => pages.Names.Contains(l.Name))
                .Select(l => (l.Text, l.Icon, Href: pages.Path(l.Name, Languages.Current), Count: Waiting(l.Name)))
                .Select(l => new NavItem(l.Text, l.Href, IsAt(path, l.Href), l.Count, l.Icon)),
        ];
    }

    /// <summary>A number beside the link that the script keeps up to date; null where nothing is counted.</summary>
    private int? Waiting(string name) => name == "messages" ? LiveOfRequest.Of(context)?.Unread : null;

    private static bool IsAt(string path, string href) =>
        path.Equals(href, StringComparison.OrdinalIgnoreCase)
        || path.StartsWith(href + "/", StringComparison.OrdinalIgnoreCase);
}
