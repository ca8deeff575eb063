namespace Metier.Platform;

/// <summary>How this instance is set up; configuration section <c>Instance</c>, environment <c>Instance__Name</c> and so on.</summary>
public sealed class InstanceOptions
{
    /// <summary>The operator's name, shown in the footer and on invoices.</summary>
    public string OperatorName { get; set; } = "Metier";

    /// <summary>The operator's postal address as printed on invoices; lines separated by line feeds.</summary>
    public string OperatorAddress { get; set; } = "";

    /// <summary>The operator's VAT or company number as printed on invoices; empty when it has none.</summary>
    public string OperatorTaxId { get; set; } = "";

    /// <summary>The address people reach the instance at, without a trailing slash; used in mails.</summary>
    public string PublicUrl { get; set; } = "http://localhost:5080";

    /// <summary>The currency of new clients, ISO 4217.</summary>
    public string Currency { get; set; } = "EUR";

    /// <summary>
    /// Sandbox: no real money, mails kept in a page, a clock that can be moved. Set only by <c>--demo</c> or
    /// <c>--sandbox</c> on the command line, never by a configuration file, and refused on a database that was used
    /// without it.
    /// </summary>
    public bool Sandbox { get; set; }

    /// <summary>
    /// Where the fonts of documents are looked for, with the folders in it; empty: where this kind of machine keeps its own.
    /// </summary>
    public string FontFolder { get; set; } = "";

    /// <summary>Where the data folder is (SQLite file, uploaded files).</summary>
    public string DataFolder { get; set; } = ".data";
}

/// <summary>The marketplace's numbers; configuration section <c>Marketplace:Rules</c>. Frozen into a contract when accepted.</summary>
public sealed class RuleOptions
{
    /// <summary>A job stays open this long after its last activity.</summary>
    public int JobOpenDays { get; set; } = 30;

    /// <summary>The warning comes this long before a job expires.</summary>
    public int JobWarningDays { get; set; } = 5;

    /// <summary>Invitations per job.</summary>
    public int InvitationsPerJob { get; set; } = 30;

    /// <summary>Proposals per freelancer and week before earlier ones come back.</summary>
    public int ProposalAllowance { get; set; } = 30;

    /// <summary>Screening questions per job.</summary>
    public int ScreeningQuestions { get; set; } = 5;

    /// <summary>An offer lives this long.</summary>
    public int OfferDays { get; set; } = 7;

    /// <summary>Change requests per offer and hour.</summary>
    public int OfferChangeRequestsPerHour { get; set; } = 3;

    /// <summary>Silence after a submission releases the milestone after this long.</summary>
    public int AutoApproveDays { get; set; } = 14;

    /// <summary>The freelancer answers a refund request within this; silence is for the client.</summary>
    public int RefundRequestDays { get; set; } = 7;

    /// <summary>After a release, the money is on its way this long before it can be withdrawn.</summary>
    public int SecurityDays { get; set; } = 5;

    /// <summary>A freelancer may refund until this long after the payment.</summary>
    public int RefundDays { get; set; } = 180;

    /// <summary>Feedback is open this long after a contract's end.</summary>
    public int FeedbackDays { get; set; } = 14;

    /// <summary>One public reply to a review within this.</summary>
    public int FeedbackReplyDays { get; set; } = 28;

    /// <summary>The receiver of a review consents to its change within this; silence leaves the review as it is.</summary>
    public int FeedbackConsentDays { get; set; } = 14;

    /// <summary>The client answers a dispute within so many business days; silence is for the freelancer.</summary>
    public int DisputeAnswerBusinessDays { get; set; } = 5;

    /// <summary>The two sides of a dispute can settle until this long after its opening; then an arbiter is asked.</summary>
    public int DisputeTalkDays { get; set; } = 21;

    /// <summary>An arbiter rules within this; without a ruling each side gets half.</summary>
    public int DisputeRulingDays { get; set; } = 30;

    /// <summary>Held money counts as dormant this long after the last due date or activity.</summary>
    public int DormantDays { get; set; } = 90;

    /// <summary>The first notice before that comes on this day.</summary>
    public int DormantFirstNoticeDays { get; set; } = 76;

    /// <summary>The second notice comes on this day.</summary>
    public int DormantSecondNoticeDays { get; set; } = 83;

    /// <summary>When a contract is dormant, the client has this long to act.</summary>
    public int DormantClientDays { get; set; } = 7;

    /// <summary>After the client's silence, the freelancer has this long to ask for the money; then it goes back.</summary>
    public int DormantFreelancerDays { get; set; } = 7;

    /// <summary>A payout method becomes active this long after it was added.</summary>
    public int PayoutActivationDays { get; set; } = 3;

    /// <summary>An e-mail confirmation link lives this long.</summary>
    public int EmailLinkHours { get; set; } = 24;

    /// <summary>An appeal against a suspension is answered within this.</summary>
    public int AppealDays { get; set; } = 7;

    /// <summary>The smallest fixed price or milestone, in major units of the contract's currency.</summary>
    public int SmallestMilestone { get; set; } = 5;

    /// <summary>The lowest hourly rate, in major units.</summary>
    public int LowestHourlyRate { get; set; } = 3;

    /// <summary>Last week's hours may be edited until so many hours after Monday 00:00 UTC; then the week is billed.</summary>
    public int HourlyLockHours { get; set; } = 12;

    /// <summary>The client may dispute last week's hours until so many days after Monday 00:00 UTC.</summary>
    public int HourlyReviewDays { get; set; } = 5;

    /// <summary>The timer stops by itself after so many minutes without input.</summary>
    public int IdleMinutes { get; set; } = 10;

    /// <summary>Screenshots are kept this long after their week is closed, unless a dispute is open.</summary>
    public int ImageDays { get; set; } = 90;

    /// <summary>The freelancer answers a dispute of hours within this; silence contests it.</summary>
    public int HoursDisputeAnswerDays { get; set; } = 3;

    /// <summary>After so many failed days of an unpaid week its client cannot hire or post.</summary>
    public int PastDueBlockDays { get; set; } = 5;

    /// <summary>Time by hand is entered in steps of so many minutes.</summary>
    public int ManualStepMinutes { get; set; } = 10;

    /// <summary>The first warning comes at this part of the weekly limit, percent.</summary>
    public int LimitWarnPercent { get; set; } = 80;

    /// <summary>The second warning comes at this part of the weekly limit, percent.</summary>
    public int LimitAlarmPercent { get; set; } = 95;

    /// <summary>The client's processing fee in parts per million of the charge (27,500 = 2.75 %).</summary>
    public int ProcessingFeePpm { get; set; } = 27_500;

    /// <summary>The freelancer's service fee in parts per million (100,000 = 10 %).</summary>
    public int ServiceFeePpm { get; set; } = 100_000;
}
