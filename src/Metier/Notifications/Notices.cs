using Metier.Members;
using Metier.Platform;

namespace Metier.Notifications;

/// <summary>What a person is told, in their language; <paramref name="Path"/> is a path such as <c>/go/contract/…</c>.</summary>
public sealed record Notice(
    string Subject,
    IReadOnlyList<string> Paragraphs,
    string? Button = null,
    string? Path = null,
    IReadOnlyList<(string Label, string Amount)>? Amounts = null,
    string? Why = null
);

/// <summary>
/// Tells people by mail what happened. Called from event handlers, which may run twice: for one
/// (<c>kind</c>, <c>about</c>) everybody is told once.
/// </summary>
public sealed class Notices(MetierDb db, MemberViews members, InstanceOptions instance, NoticeSwitch silence)
{
    /// <summary>
    /// Tells these members; <paramref name="write"/> is called with the reader's language in force. <paramref name="about"/>
    /// is the id of what happened (a proposal, or <c>Uuid5.Of(milestoneId, "submitted/3")</c> for what can happen again).
    /// </summary>
    public async Task TellAsync(
        string kind,
        Guid about,
        IReadOnlyCollection<Guid> memberIds,
        Func<MemberCard, Notice> write,
        CancellationToken ct
    )
    {
        if (silence.Off)
        {
            return;
        }
        var people = await members.MembersAsync(memberIds, ct);
        await SendAsync(kind, about, [.. people.Values.OrderBy(p => p.Id)], write, ct);
    }

    /// <summary>Tells everybody who acts for this client.</summary>
    public async Task TellClientAsync(
        string kind,
        Guid about,
        Guid clientId,
        Func<MemberCard, Notice> write,
        CancellationToken ct
    )
    {
        if (!silence.Off)
        {
            await SendAsync(kind, about, await members.TeamOfAsync(clientId, ct), write, ct);
        }
    }

    private Task SendAsync(
        string kind,
        Guid about,
        List<MemberCard> people,
        Func<MemberCard, Notice> write,
        CancellationToken ct
    ) =>
        db.WriteOnceAsync<Done>(
            "notice." + kind,
            about,
            new { },
            () =>
            {
                foreach (var person in people)
                {
                    using var language = new InLanguage(person.Language);
                    var notice = write(person);
                    db.QueueMail(
                        new Mail(
                            person.Email,
                            person.Name,
                            person.Language,
                            notice.Subject,
                            notice.Paragraphs,
                            notice.Button,
                            notice.Path,
                            notice.Amounts,
                            notice.Why
                        ),
                        instance
                    );
                }
                return Task.FromResult<Outcome<Done>>(Done.It);
            },
            ct
        );
}

/// <summary>Whether people are told at all: an invented past is not mailed to anybody, and nobody had a page open in it.</summary>
public sealed class NoticeSwitch
{
    /// <summary>Nobody is told.</summary>
    public bool Off { get; internal set; }
}
