using Metier.Ledger;
using Metier.Notifications;
using Metier.Platform;

namespace Metier.Diary;

/// <summary>Tells that the weekly limit is near, and both sides that it is reached.</summary>
internal sealed class DiaryMails(Notices notices) : IHandle<LimitNeared>
{
    public async Task HandleAsync(LimitNeared happened, CancellationToken ct)
    {
        var about = Uuid5.Of(
            happened.ContractId,
            FormattableString.Invariant($"limit/{happened.Monday:yyyyMMdd}/{happened.Percent}/{happened.Limit}")
        );
        await notices.TellAsync(
            "diary.limit.freelancer",
            about,
            [happened.FreelancerId],
            _ => Written(happened, DiaryMailText.WhyFreelancer),
            ct
        );
        if (happened.Percent >= 100)
        {
            await notices.TellClientAsync(
                "diary.limit.client",
                about,
                happened.ClientId,
                _ => Written(happened, DiaryMailText.WhyClient),
                ct
            );
        }
    }

    private static Notice Written(LimitNeared happened, string why)
    {
        var (worked, limit) = (Formats.Hours(happened.Minutes), Formats.Hours(happened.Limit));
        var reached = happened.Percent >= 100;
        return new Notice(
            reached
                ? DiaryMailText.LimitReachedSubject(happened.Title)
                : DiaryMailText.LimitNearSubject(Formats.WholePercent(happened.Percent), happened.Title),
            [reached ? DiaryMailText.LimitReached(worked, limit) : DiaryMailText.LimitNear(worked, limit)],
            DiaryMailText.OpenDiary,
            $"/go/diary/{happened.ContractId:D}",
            Why: why
        );
    }
}
