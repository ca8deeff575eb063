using Metier.Platform;
using Metier.Web.Admin;
using Metier.Web.Contracts;
using Metier.Web.Diary;
using Metier.Web.Home;
using Metier.Web.Inbox;
using Metier.Web.Invoicing;
using Metier.Web.Jobs;
using Metier.Web.Members;
using Metier.Web.Payments;
using Metier.Web.Proposals;
using Metier.Web.Rooms;
using Metier.Web.Shell;
using Metier.Web.Talent;
using Metier.Web.Taxonomy;
using Microsoft.EntityFrameworkCore;

namespace Metier.Web;

/// <summary>Everything that is not a page, one line per group; each module maps its own.</summary>
internal static class Endpoints
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/healthz", () => Results.Text("ok")).AllowAnonymous();
        app.MapGet("/readyz", ReadyAsync).AllowAnonymous();
        ShellEndpoints.Map(app);
        FileEndpoints.Map(app);
        LiveEndpoints.Map(app);
        RoomEndpoints.Map(app);
        MemberEndpoints.Map(app);
        InboxEndpoints.Map(app);
        InvoiceEndpoints.Map(app);
        ReportEndpoints.Map(app);
        HomeEndpoints.Map(app);
        JobEndpoints.Map(app);
        SkillEndpoints.Map(app);
        PaymentEndpoints.Map(app);
        ProposalEndpoints.Map(app);
        OfferEndpoints.Map(app);
        KeepEndpoints.Map(app);
        TrackerEndpoints.Map(app);
        TimeEndpoints.Map(app);
        DiaryFileEndpoints.Map(app);
        AdminEndpoints.Map(app);
    }

    private static async Task<IResult> ReadyAsync(MetierDb db, InstanceOptions instance, CancellationToken ct)
    {
        var database =
            await db.Database.CanConnectAsync(ct) && !(await db.Database.GetPendingMigrationsAsync(ct)).Any();
        var disk = Directory.Exists(instance.DataFolder);
        return Results.Json(new { database, disk }, statusCode: database && disk ? 200 : 503);
    }
}
