using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Metier.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: true),
                    Staff = table.Column<bool>(type: "boolean", nullable: false),
                    Action = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    SubjectType = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    SubjectId = table.Column<Guid>(type: "uuid", nullable: true),
                    Detail = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "bank_file",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    Payments = table.Column<int>(type: "integer", nullable: false),
                    TotalMinor = table.Column<long>(type: "bigint", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    CreatedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ApprovedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    DownloadedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_file", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "bank_line",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    StatementId = table.Column<Guid>(type: "uuid", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    BookedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Reference = table.Column<string>(type: "character varying(70)", maxLength: 70, nullable: false),
                    EndToEndId = table.Column<string>(type: "character varying(70)", maxLength: 70, nullable: false),
                    Counterparty = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ProtectedAccount = table.Column<string>(type: "text", nullable: false),
                    Text = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    ReturnCode = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    OperationId = table.Column<Guid>(type: "uuid", nullable: true),
                    MatchedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    MatchedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_line", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "bank_operation",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    Reference = table.Column<string>(type: "character varying(35)", maxLength: 35, nullable: false),
                    Text = table.Column<string>(type: "character varying(140)", maxLength: 140, nullable: false),
                    ReturnPath = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    HolderName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ProtectedDestination = table.Column<string>(type: "text", nullable: false),
                    Label = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    FileId = table.Column<Guid>(type: "uuid", nullable: true),
                    Code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    BookedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ReturnedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_operation", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "bank_statement",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    StatementId = table.Column<string>(type: "character varying(70)", maxLength: 70, nullable: false),
                    Account = table.Column<string>(type: "character varying(34)", maxLength: 34, nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    ClosingMinor = table.Column<long>(type: "bigint", nullable: false),
                    ClosingAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Lines = table.Column<int>(type: "integer", nullable: false),
                    NewLines = table.Column<int>(type: "integer", nullable: false),
                    ImportedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ImportedBy = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_statement", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "charge",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    PurposeKind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    SubjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    Week = table.Column<DateOnly>(type: "date", nullable: true),
                    PaymentMethodId = table.Column<Guid>(type: "uuid", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    ProcessingFeeMinor = table.Column<long>(type: "bigint", nullable: false),
                    ServiceFeeMinor = table.Column<long>(type: "bigint", nullable: false),
                    FeeTermsJson = table.Column<string>(type: "text", nullable: false),
                    Memo = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ReturnPath = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    FailureCode = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    ActionUrl = table.Column<string>(type: "text", nullable: true),
                    Provider = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    ProviderReference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ClearsAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ClearedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    RefundedMinor = table.Column<long>(type: "bigint", nullable: false),
                    PayCurrency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    PayMinor = table.Column<long>(type: "bigint", nullable: false),
                    PayRefundedMinor = table.Column<long>(type: "bigint", nullable: false),
                    RateNumerator = table.Column<long>(type: "bigint", nullable: false),
                    RateDenominator = table.Column<long>(type: "bigint", nullable: false),
                    ChargedBackMinor = table.Column<long>(type: "bigint", nullable: false),
                    LostMinor = table.Column<long>(type: "bigint", nullable: false),
                    PayChargedBackMinor = table.Column<long>(type: "bigint", nullable: false),
                    RecoveredMinor = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_charge", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "chargeback",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Provider = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Reference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ChargeId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    PurposeKind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    SubjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    Memo = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    BankCurrency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    BankMinor = table.Column<long>(type: "bigint", nullable: false),
                    WorkMinor = table.Column<long>(type: "bigint", nullable: false),
                    FeeMinor = table.Column<long>(type: "bigint", nullable: false),
                    WithdrawnMinor = table.Column<long>(type: "bigint", nullable: false),
                    Moves = table.Column<int>(type: "integer", nullable: false),
                    Reason = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    RecordedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    EvidenceDueAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Evidence = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: false),
                    AnswerId = table.Column<Guid>(type: "uuid", nullable: true),
                    AnswerProblem = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    EvidenceSentAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    AcceptedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ClosedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    NextAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    FrozenHeldMinor = table.Column<long>(type: "bigint", nullable: false),
                    FrozenEarnedMinor = table.Column<long>(type: "bigint", nullable: false),
                    LostMinor = table.Column<long>(type: "bigint", nullable: false),
                    BankLostMinor = table.Column<long>(type: "bigint", nullable: false),
                    TakenMinor = table.Column<long>(type: "bigint", nullable: false),
                    CoveredMinor = table.Column<long>(type: "bigint", nullable: false),
                    FeeShareMinor = table.Column<long>(type: "bigint", nullable: false),
                    DebtMinor = table.Column<long>(type: "bigint", nullable: false),
                    DebtLeftMinor = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_chargeback", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "chargeback_part",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ChargebackId = table.Column<Guid>(type: "uuid", nullable: false),
                    HoldingId = table.Column<Guid>(type: "uuid", nullable: true),
                    EarningId = table.Column<Guid>(type: "uuid", nullable: true),
                    GrossMinor = table.Column<long>(type: "bigint", nullable: false),
                    NetMinor = table.Column<long>(type: "bigint", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_chargeback_part", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "chore",
                columns: table => new
                {
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    RanAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Done = table.Column<int>(type: "integer", nullable: false),
                    Failures = table.Column<int>(type: "integer", nullable: false),
                    LastError = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_chore", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "classification",
                columns: table => new
                {
                    OfferId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    AnswersId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Result = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    AnsweredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DueAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    AskedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    AskedFor = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    ConfirmedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ConfirmedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ConfirmReason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_classification", x => x.OfferId);
                });

            migrationBuilder.CreateTable(
                name: "classification_answers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    OfferId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    Pack = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    PackVersion = table.Column<int>(type: "integer", nullable: false),
                    AnswersJson = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    Result = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Points = table.Column<int>(type: "integer", nullable: false),
                    Percent = table.Column<int>(type: "integer", nullable: false),
                    Notes = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    AnsweredBy = table.Column<Guid>(type: "uuid", nullable: false),
                    AnsweredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    TermsMark = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    FileId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_classification_answers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "classification_setting",
                columns: table => new
                {
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    Rule = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_classification_setting", x => x.ClientId);
                });

            migrationBuilder.CreateTable(
                name: "client",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    About = table.Column<string>(type: "text", nullable: false),
                    Website = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    City = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    LegalName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Address = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    TaxId = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_client", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "client_debt",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    TotalMinor = table.Column<long>(type: "bigint", nullable: false),
                    Since = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    BlocksAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    PaidAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    SettledAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_client_debt", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "client_refund",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ChargeId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_client_refund", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "concept",
                columns: table => new
                {
                    Id = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Type = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    CategoryId = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Source = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Reference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    En = table.Column<string>(type: "character varying(240)", maxLength: 240, nullable: false),
                    Fr = table.Column<string>(type: "character varying(240)", maxLength: 240, nullable: false),
                    AuthorId = table.Column<Guid>(type: "uuid", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DecidedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_concept", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "concept_link",
                columns: table => new
                {
                    FromId = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    ToId = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Source = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Relation = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_concept_link", x => new { x.FromId, x.ToId, x.Source });
                });

            migrationBuilder.CreateTable(
                name: "concept_merge",
                columns: table => new
                {
                    FromId = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    ToId = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Was = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    MergedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    MergedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_concept_merge", x => x.FromId);
                });

            migrationBuilder.CreateTable(
                name: "concept_name",
                columns: table => new
                {
                    ConceptId = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Language = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    Normalised = table.Column<string>(type: "character varying(240)", maxLength: 240, nullable: false),
                    Source = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Text = table.Column<string>(type: "character varying(240)", maxLength: 240, nullable: false),
                    Preferred = table.Column<bool>(type: "boolean", nullable: false),
                    Removed = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_concept_name", x => new { x.ConceptId, x.Language, x.Normalised, x.Source });
                });

            migrationBuilder.CreateTable(
                name: "contract",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    OfferId = table.Column<Guid>(type: "uuid", nullable: false),
                    JobId = table.Column<Guid>(type: "uuid", nullable: false),
                    ProposalId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    Scope = table.Column<string>(type: "text", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    FeeTermsJson = table.Column<string>(type: "text", nullable: false),
                    RulesJson = table.Column<string>(type: "text", nullable: false),
                    TermsSha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    TermsFileId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    HourlyTermsJson = table.Column<string>(type: "text", nullable: true),
                    LockHours = table.Column<int>(type: "integer", nullable: false, defaultValue: 12),
                    ManualTime = table.Column<bool>(type: "boolean", nullable: false),
                    PausedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    PastDueSince = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    HoursDisputedSince = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ChargebackSince = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    PayrollJson = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    PayrollHoldSince = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    StartedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    EndedBy = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    EndReason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contract", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "DataProtectionKeys",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    FriendlyName = table.Column<string>(type: "text", nullable: true),
                    Xml = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DataProtectionKeys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "diary_change",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: true),
                    Kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    From = table.Column<int>(type: "integer", nullable: false),
                    To = table.Column<int>(type: "integer", nullable: false),
                    Minutes = table.Column<int>(type: "integer", nullable: false),
                    Text = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_diary_change", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "diary_consent",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Level = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_diary_consent", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "diary_deletion",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Minutes = table.Column<int>(type: "integer", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    FinalAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Undone = table.Column<bool>(type: "boolean", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_diary_deletion", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "diary_memo",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    Text = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_diary_memo", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "diary_minute",
                columns: table => new
                {
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Minute = table.Column<int>(type: "integer", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    MemoId = table.Column<Guid>(type: "uuid", nullable: false),
                    Source = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    LeaseId = table.Column<Guid>(type: "uuid", nullable: true),
                    Active = table.Column<bool>(type: "boolean", nullable: true),
                    Keys = table.Column<int>(type: "integer", nullable: true),
                    Clicks = table.Column<int>(type: "integer", nullable: true),
                    Scrolls = table.Column<int>(type: "integer", nullable: true),
                    RecordedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DeletionId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_diary_minute", x => new { x.FreelancerId, x.Minute });
                });

            migrationBuilder.CreateTable(
                name: "diary_segment",
                columns: table => new
                {
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    Start = table.Column<int>(type: "integer", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Level = table.Column<int>(type: "integer", nullable: false),
                    Screenshot = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    TakenAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ImageId = table.Column<Guid>(type: "uuid", nullable: true),
                    ThumbnailId = table.Column<Guid>(type: "uuid", nullable: true),
                    ImageUntil = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ImageSha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    ArrivesBlurred = table.Column<bool>(type: "boolean", nullable: false),
                    Coverage = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_diary_segment", x => new { x.ContractId, x.Start });
                });

            migrationBuilder.CreateTable(
                name: "diary_week",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    Monday = table.Column<DateOnly>(type: "date", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Minutes = table.Column<int>(type: "integer", nullable: false),
                    BilledMinutes = table.Column<int>(type: "integer", nullable: false),
                    ManualMinutes = table.Column<int>(type: "integer", nullable: false),
                    CoveredMinutes = table.Column<int>(type: "integer", nullable: false),
                    RatesJson = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    PartnerId = table.Column<Guid>(type: "uuid", nullable: true),
                    MarkupMinor = table.Column<long>(type: "bigint", nullable: false),
                    ManagementMinor = table.Column<long>(type: "bigint", nullable: false),
                    ProcessingFeeMinor = table.Column<long>(type: "bigint", nullable: false),
                    ServiceFeeMinor = table.Column<long>(type: "bigint", nullable: false),
                    LockedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ReviewEndsAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    BlockDays = table.Column<int>(type: "integer", nullable: false),
                    ChargeId = table.Column<Guid>(type: "uuid", nullable: true),
                    Tries = table.Column<int>(type: "integer", nullable: false),
                    Tried = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    NextAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    PastDueSince = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    PaidAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ReleaseAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    DisputedMinor = table.Column<long>(type: "bigint", nullable: false),
                    ReleasedMinor = table.Column<long>(type: "bigint", nullable: false),
                    RefundedMinor = table.Column<long>(type: "bigint", nullable: false),
                    ReleasedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    AvailableAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_diary_week", x => x.Id);
                    table.CheckConstraint("diary_week_parts", "\"ReleasedMinor\" >= 0 AND \"RefundedMinor\" >= 0 AND \"DisputedMinor\" >= 0 AND \"ReleasedMinor\" + \"RefundedMinor\" + \"DisputedMinor\" <= \"AmountMinor\"");
                });

            migrationBuilder.CreateTable(
                name: "dispute",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    MilestoneId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Title = table.Column<string>(type: "character varying(250)", maxLength: 250, nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    HeldMinor = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DueAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    TalkUntil = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ClientAnsweredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ClosedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    ToFreelancerMinor = table.Column<long>(type: "bigint", nullable: false),
                    ToClientMinor = table.Column<long>(type: "bigint", nullable: false),
                    Ruling = table.Column<string>(type: "character varying(8000)", maxLength: 8000, nullable: false),
                    RuledBy = table.Column<Guid>(type: "uuid", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dispute", x => x.Id);
                    table.CheckConstraint("dispute_shares", "\"ToFreelancerMinor\" >= 0 AND \"ToClientMinor\" >= 0");
                });

            migrationBuilder.CreateTable(
                name: "document_number",
                columns: table => new
                {
                    Series = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Next = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_document_number", x => x.Series);
                });

            migrationBuilder.CreateTable(
                name: "dormancy",
                columns: table => new
                {
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    IdleSince = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Step = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    DueAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dormancy", x => x.ContractId);
                });

            migrationBuilder.CreateTable(
                name: "earning",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    PurposeKind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    SubjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    GrossMinor = table.Column<long>(type: "bigint", nullable: false),
                    ServiceFeeMinor = table.Column<long>(type: "bigint", nullable: false),
                    ProcessingFeeMinor = table.Column<long>(type: "bigint", nullable: false),
                    EarnedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    AvailableAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    AvailableSince = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    FrozenGrossMinor = table.Column<long>(type: "bigint", nullable: false),
                    FrozenMinor = table.Column<long>(type: "bigint", nullable: false),
                    RefundedGrossMinor = table.Column<long>(type: "bigint", nullable: false),
                    RefundedFeeMinor = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_earning", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "exchange_quote",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    SubjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    TotalMinor = table.Column<long>(type: "bigint", nullable: false),
                    PayCurrency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    PayMinor = table.Column<long>(type: "bigint", nullable: false),
                    Numerator = table.Column<long>(type: "bigint", nullable: false),
                    Denominator = table.Column<long>(type: "bigint", nullable: false),
                    SpreadPpm = table.Column<int>(type: "integer", nullable: false),
                    RateDay = table.Column<DateOnly>(type: "date", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ChargeId = table.Column<Guid>(type: "uuid", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_exchange_quote", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "exchange_rate",
                columns: table => new
                {
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    Numerator = table.Column<long>(type: "bigint", nullable: false),
                    Denominator = table.Column<long>(type: "bigint", nullable: false),
                    Source = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_exchange_rate", x => new { x.Currency, x.Day });
                });

            migrationBuilder.CreateTable(
                name: "fee_schedule",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Payer = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    StepsJson = table.Column<string>(type: "text", nullable: false),
                    FixedMinor = table.Column<long>(type: "bigint", nullable: false),
                    MinimumMinor = table.Column<long>(type: "bigint", nullable: false),
                    MaximumMinor = table.Column<long>(type: "bigint", nullable: true),
                    ValidFrom = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    CreatedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    Reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fee_schedule", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "feedback_round",
                columns: table => new
                {
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    PaidMinor = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    StartedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    OpenUntil = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ClientGaveAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    FreelancerGaveAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ShowAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ShownAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_feedback_round", x => x.ContractId);
                });

            migrationBuilder.CreateTable(
                name: "file",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    OwnerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ContentType = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Bytes = table.Column<long>(type: "bigint", nullable: false),
                    Sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    UploadedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Guard = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_file", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "holding",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Week = table.Column<DateOnly>(type: "date", nullable: true),
                    AccountCode = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    PurposeKind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    FundedMinor = table.Column<long>(type: "bigint", nullable: false),
                    RolledInMinor = table.Column<long>(type: "bigint", nullable: false),
                    ReleasedMinor = table.Column<long>(type: "bigint", nullable: false),
                    RefundedMinor = table.Column<long>(type: "bigint", nullable: false),
                    RolledOutMinor = table.Column<long>(type: "bigint", nullable: false),
                    ServiceFeeLeftMinor = table.Column<long>(type: "bigint", nullable: false),
                    ProcessingFeeLeftMinor = table.Column<long>(type: "bigint", nullable: false),
                    FundedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    FrozenMinor = table.Column<long>(type: "bigint", nullable: false),
                    FrozenSince = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_holding", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "hour_dispute",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    WeekId = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    Monday = table.Column<DateOnly>(type: "date", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    Minutes = table.Column<int>(type: "integer", nullable: false),
                    HeldMinor = table.Column<long>(type: "bigint", nullable: false),
                    Reason = table.Column<string>(type: "character varying(8000)", maxLength: 8000, nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DueAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Answer = table.Column<string>(type: "character varying(8000)", maxLength: 8000, nullable: false),
                    ClosedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    ToClientMinor = table.Column<long>(type: "bigint", nullable: false),
                    Ruling = table.Column<string>(type: "character varying(8000)", maxLength: 8000, nullable: false),
                    RuledBy = table.Column<Guid>(type: "uuid", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hour_dispute", x => x.Id);
                    table.CheckConstraint("hour_dispute_shares", "\"ToClientMinor\" >= 0 AND \"ToClientMinor\" <= \"HeldMinor\"");
                });

            migrationBuilder.CreateTable(
                name: "instance",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Sandbox = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_instance", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "instance_secret",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Key = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_instance_secret", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "invoice",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    SourceKey = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    Series = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    SeriesNumber = table.Column<long>(type: "bigint", nullable: false),
                    Number = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    IssuedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: true),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: true),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    SubjectId = table.Column<Guid>(type: "uuid", nullable: true),
                    CorrectsId = table.Column<Guid>(type: "uuid", nullable: true),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    TotalMinor = table.Column<long>(type: "bigint", nullable: false),
                    Language = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    Content = table.Column<string>(type: "text", nullable: false),
                    ContentSha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invoice", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "invoice_bundle",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: true),
                    Year = table.Column<int>(type: "integer", nullable: false),
                    AskedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Total = table.Column<int>(type: "integer", nullable: false),
                    Done = table.Column<int>(type: "integer", nullable: false),
                    DueAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Bytes = table.Column<long>(type: "bigint", nullable: false),
                    LastId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invoice_bundle", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "invoicing_mandate",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    TextVersion = table.Column<int>(type: "integer", nullable: false),
                    Language = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false),
                    TextSha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    AcceptedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    WithdrawnAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invoicing_mandate", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_account",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Code = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Normal = table.Column<int>(type: "integer", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    OwnerId = table.Column<Guid>(type: "uuid", nullable: true),
                    OpenedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    StripeOf = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_account", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ledger_account_ledger_account_StripeOf",
                        column: x => x.StripeOf,
                        principalTable: "ledger_account",
                        principalColumn: "Id");
                });

            migrationBuilder.CreateTable(
                name: "ledger_adjustment",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    LegsJson = table.Column<string>(type: "text", nullable: false),
                    Reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    EffectiveAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ProposedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    ProposedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DecidedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Answer = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_adjustment", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_checkpoint",
                columns: table => new
                {
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Posted = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_checkpoint", x => new { x.AccountId, x.Day });
                });

            migrationBuilder.CreateTable(
                name: "ledger_entry",
                columns: table => new
                {
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    AccountVersion = table.Column<long>(type: "bigint", nullable: false),
                    TransactionId = table.Column<long>(type: "bigint", nullable: false),
                    Amount = table.Column<long>(type: "bigint", nullable: false),
                    BalanceAfter = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_entry", x => new { x.AccountId, x.AccountVersion });
                    table.CheckConstraint("ck_ledger_entry_amount", "\"Amount\" <> 0");
                });

            migrationBuilder.CreateTable(
                name: "ledger_mark",
                columns: table => new
                {
                    TransactionId = table.Column<long>(type: "bigint", nullable: false),
                    Sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    Entries = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_mark", x => x.TransactionId);
                });

            migrationBuilder.CreateTable(
                name: "ledger_period",
                columns: table => new
                {
                    Month = table.Column<int>(type: "integer", nullable: false),
                    ClosedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ClosedBy = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_period", x => x.Month);
                });

            migrationBuilder.CreateTable(
                name: "ledger_seal",
                columns: table => new
                {
                    No = table.Column<long>(type: "bigint", nullable: false),
                    FromId = table.Column<long>(type: "bigint", nullable: false),
                    ToId = table.Column<long>(type: "bigint", nullable: false),
                    Transactions = table.Column<int>(type: "integer", nullable: false),
                    Entries = table.Column<int>(type: "integer", nullable: false),
                    Sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    Previous = table.Column<byte[]>(type: "bytea", nullable: false),
                    SealedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_seal", x => x.No);
                });

            migrationBuilder.CreateTable(
                name: "ledger_transaction",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Uid = table.Column<Guid>(type: "uuid", nullable: false),
                    RequestHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    SubjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: true),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: true),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: true),
                    ReversesUid = table.Column<Guid>(type: "uuid", nullable: true),
                    LegCount = table.Column<int>(type: "integer", nullable: false),
                    RecordedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    EffectiveAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Memo = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    RateNumerator = table.Column<long>(type: "bigint", nullable: true),
                    RateDenominator = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_transaction", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "legal_identity",
                columns: table => new
                {
                    PartyId = table.Column<Guid>(type: "uuid", nullable: false),
                    Side = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Form = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Street = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    PostCode = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    City = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Region = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    RegistrationNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Vat = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    VatNumber = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    VatCheck = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    VatCheckedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    VatOnDebits = table.Column<bool>(type: "boolean", nullable: false),
                    DeliveryStreet = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    DeliveryPostCode = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    DeliveryCity = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    DeliveryCountry = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    ChangedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_legal_identity", x => new { x.PartyId, x.Side });
                });

            migrationBuilder.CreateTable(
                name: "limit_notice",
                columns: table => new
                {
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    Monday = table.Column<DateOnly>(type: "date", nullable: false),
                    Percent = table.Column<int>(type: "integer", nullable: false),
                    Limit = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_limit_notice", x => new { x.ContractId, x.Monday, x.Percent, x.Limit });
                });

            migrationBuilder.CreateTable(
                name: "mail",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ToAddress = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    ToName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Language = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    Subject = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    Html = table.Column<string>(type: "text", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false),
                    QueuedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    SentAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mail", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "mailbox",
                columns: table => new
                {
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    LastSeq = table.Column<long>(type: "bigint", nullable: false),
                    Floor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mailbox", x => x.MemberId);
                });

            migrationBuilder.CreateTable(
                name: "mailbox_event",
                columns: table => new
                {
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    Seq = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Subject = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mailbox_event", x => new { x.MemberId, x.Seq });
                });

            migrationBuilder.CreateTable(
                name: "member",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    Language = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    TimeZone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    IsFreelancer = table.Column<bool>(type: "boolean", nullable: false),
                    Hat = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Roles = table.Column<int>(type: "integer", maxLength: 40, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    SuspendedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    IdentityVerifiedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    LastTotpStep = table.Column<long>(type: "bigint", nullable: false),
                    NewEmail = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    UserName = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    NormalizedUserName = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    Email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    NormalizedEmail = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    EmailConfirmed = table.Column<bool>(type: "boolean", nullable: false),
                    PasswordHash = table.Column<string>(type: "text", nullable: true),
                    SecurityStamp = table.Column<string>(type: "text", nullable: true),
                    ConcurrencyStamp = table.Column<string>(type: "text", nullable: true),
                    PhoneNumber = table.Column<string>(type: "text", nullable: true),
                    PhoneNumberConfirmed = table.Column<bool>(type: "boolean", nullable: false),
                    TwoFactorEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    LockoutEnd = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    LockoutEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    AccessFailedCount = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "member_claim",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClaimType = table.Column<string>(type: "text", nullable: true),
                    ClaimValue = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_claim", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "member_login",
                columns: table => new
                {
                    LoginProvider = table.Column<string>(type: "text", nullable: false),
                    ProviderKey = table.Column<string>(type: "text", nullable: false),
                    ProviderDisplayName = table.Column<string>(type: "text", nullable: true),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_login", x => new { x.LoginProvider, x.ProviderKey });
                });

            migrationBuilder.CreateTable(
                name: "member_token",
                columns: table => new
                {
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    LoginProvider = table.Column<string>(type: "text", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false),
                    Value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_token", x => new { x.UserId, x.LoginProvider, x.Name });
                });

            migrationBuilder.CreateTable(
                name: "money_certificate",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Side = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    PartyId = table.Column<Guid>(type: "uuid", nullable: false),
                    RequestId = table.Column<Guid>(type: "uuid", nullable: false),
                    IssuedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Language = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    Content = table.Column<string>(type: "text", nullable: false),
                    Seal = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    FileId = table.Column<Guid>(type: "uuid", nullable: false),
                    FileSha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_money_certificate", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "offer",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    JobId = table.Column<Guid>(type: "uuid", nullable: false),
                    ProposalId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    TermsJson = table.Column<string>(type: "text", nullable: false),
                    FeeTermsJson = table.Column<string>(type: "text", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    SentAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ExpiresAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    EndReason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_offer", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "once",
                columns: table => new
                {
                    Key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    RequestHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Answer = table.Column<string>(type: "text", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_once", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Handler = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Payload = table.Column<string>(type: "text", nullable: false),
                    RaisedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DueAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    DoneAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    LastError = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "pair_billing",
                columns: table => new
                {
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    Charges = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pair_billing", x => new { x.ClientId, x.FreelancerId, x.Currency });
                });

            migrationBuilder.CreateTable(
                name: "pay_currency",
                columns: table => new
                {
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    SpreadPpm = table.Column<int>(type: "integer", nullable: false),
                    Since = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pay_currency", x => x.ClientId);
                });

            migrationBuilder.CreateTable(
                name: "pay_result",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    PartnerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Reference = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    Monday = table.Column<DateOnly>(type: "date", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    GrossMinor = table.Column<long>(type: "bigint", nullable: false),
                    EmployerCostMinor = table.Column<long>(type: "bigint", nullable: false),
                    NetMinor = table.Column<long>(type: "bigint", nullable: false),
                    PeriodFrom = table.Column<DateOnly>(type: "date", nullable: false),
                    PeriodTo = table.Column<DateOnly>(type: "date", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: true),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pay_result", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "payment_method",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Provider = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Token = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Brand = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Label = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    ExpiryMonth = table.Column<int>(type: "integer", nullable: false),
                    ExpiryYear = table.Column<int>(type: "integer", nullable: false),
                    ReturnPath = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    EntryUrl = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    VerifiedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ExpiresAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ExpiredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    DefaultSince = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    RemovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payment_method", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "payout",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    PartnerId = table.Column<Guid>(type: "uuid", nullable: true),
                    PayoutMethodId = table.Column<Guid>(type: "uuid", nullable: false),
                    Provider = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    FeeMinor = table.Column<long>(type: "bigint", nullable: false),
                    WithheldMinor = table.Column<long>(type: "bigint", nullable: false),
                    WithheldFor = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    WithheldPpm = table.Column<int>(type: "integer", nullable: false),
                    WithheldReturnedMinor = table.Column<long>(type: "bigint", nullable: false),
                    Label = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ReasonCode = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ExpectedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payout", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "payout_method",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    HolderName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ProtectedDestination = table.Column<string>(type: "text", nullable: false),
                    Fingerprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Label = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    Provider = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    EntryUrl = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    EnteredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ActiveAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ActivatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    NameNote = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    NameAcceptedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    RemovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payout_method", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "payout_run",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    DueAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    ReadyMinor = table.Column<long>(type: "bigint", nullable: false),
                    SkipCode = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    SkipText = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payout_run", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "payout_schedule",
                columns: table => new
                {
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Rhythm = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Day = table.Column<int>(type: "integer", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    LeastMinor = table.Column<long>(type: "bigint", nullable: false),
                    PayoutMethodId = table.Column<Guid>(type: "uuid", nullable: true),
                    NextAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payout_schedule", x => x.FreelancerId);
                });

            migrationBuilder.CreateTable(
                name: "payroll_contract",
                columns: table => new
                {
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    PartnerId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    StartedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    OnboardedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    PauseReason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payroll_contract", x => x.ContractId);
                });

            migrationBuilder.CreateTable(
                name: "payroll_hours",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    PartnerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Monday = table.Column<DateOnly>(type: "date", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Minutes = table.Column<int>(type: "integer", nullable: false),
                    RateMinor = table.Column<long>(type: "bigint", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    Reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: true),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payroll_hours", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "payroll_week",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    PartnerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Monday = table.Column<DateOnly>(type: "date", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    Minutes = table.Column<int>(type: "integer", nullable: false),
                    CostMinor = table.Column<long>(type: "bigint", nullable: false),
                    MarkupMinor = table.Column<long>(type: "bigint", nullable: false),
                    ManagementMinor = table.Column<long>(type: "bigint", nullable: false),
                    CorrectedMinor = table.Column<long>(type: "bigint", nullable: false),
                    PaidAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ReportedMinor = table.Column<long>(type: "bigint", nullable: true),
                    Explanation = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    ExplainedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ExplainedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    PayoutId = table.Column<Guid>(type: "uuid", nullable: true),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payroll_week", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "proposal_turn",
                columns: table => new
                {
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Sent = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_proposal_turn", x => x.FreelancerId);
                });

            migrationBuilder.CreateTable(
                name: "provider_account",
                columns: table => new
                {
                    Provider = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    OwnerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Reference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_provider_account", x => new { x.Provider, x.Kind, x.OwnerId });
                });

            migrationBuilder.CreateTable(
                name: "provider_cursor",
                columns: table => new
                {
                    Provider = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Name = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_provider_cursor", x => new { x.Provider, x.Name });
                });

            migrationBuilder.CreateTable(
                name: "provider_event",
                columns: table => new
                {
                    Provider = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    EventId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Kind = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    Reference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    OperationId = table.Column<Guid>(type: "uuid", nullable: true),
                    Payload = table.Column<string>(type: "text", nullable: false),
                    HappenedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ReceivedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    NextAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Result = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_provider_event", x => new { x.Provider, x.EventId });
                });

            migrationBuilder.CreateTable(
                name: "provider_operation",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Provider = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    SubjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    Request = table.Column<string>(type: "text", nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Reference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ActionUrl = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    Code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    NextAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_provider_operation", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "provider_settlement_line",
                columns: table => new
                {
                    Provider = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    LineId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    GrossMinor = table.Column<long>(type: "bigint", nullable: false),
                    FeeMinor = table.Column<long>(type: "bigint", nullable: false),
                    NetMinor = table.Column<long>(type: "bigint", nullable: false),
                    BookedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    AvailableOn = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    SourceReference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    OperationId = table.Column<Guid>(type: "uuid", nullable: true),
                    Text = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    FirstSeenAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_provider_settlement_line", x => new { x.Provider, x.LineId });
                });

            migrationBuilder.CreateTable(
                name: "ranking_publication",
                columns: table => new
                {
                    Role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Place = table.Column<int>(type: "integer", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Back = table.Column<bool>(type: "boolean", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ranking_publication", x => new { x.Role, x.Place });
                });

            migrationBuilder.CreateTable(
                name: "ranking_training",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: true),
                    BasedOn = table.Column<int>(type: "integer", nullable: false),
                    Labelled = table.Column<int>(type: "integer", nullable: false),
                    Needed = table.Column<int>(type: "integer", nullable: false),
                    Refusal = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Number = table.Column<int>(type: "integer", nullable: true),
                    Points = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    TrainedOn = table.Column<int>(type: "integer", nullable: false),
                    Choices = table.Column<int>(type: "integer", nullable: false),
                    BiasFromData = table.Column<bool>(type: "boolean", nullable: false),
                    Verdict = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    HeldOut = table.Column<int>(type: "integer", nullable: false),
                    Current = table.Column<double>(type: "double precision", nullable: false),
                    CurrentLow = table.Column<double>(type: "double precision", nullable: false),
                    CurrentHigh = table.Column<double>(type: "double precision", nullable: false),
                    Learnt = table.Column<double>(type: "double precision", nullable: false),
                    LearntLow = table.Column<double>(type: "double precision", nullable: false),
                    LearntHigh = table.Column<double>(type: "double precision", nullable: false),
                    Difference = table.Column<double>(type: "double precision", nullable: false),
                    DifferenceLow = table.Column<double>(type: "double precision", nullable: false),
                    DifferenceHigh = table.Column<double>(type: "double precision", nullable: false),
                    CurrentPairs = table.Column<double>(type: "double precision", nullable: false),
                    LearntPairs = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ranking_training", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "reconciliation",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Provider = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    TheirsMinor = table.Column<long>(type: "bigint", nullable: false),
                    OursMinor = table.Column<long>(type: "bigint", nullable: false),
                    UnderWayMinor = table.Column<long>(type: "bigint", nullable: false),
                    HeldMinor = table.Column<long>(type: "bigint", nullable: false),
                    TransitMinor = table.Column<long>(type: "bigint", nullable: false),
                    ExchangedMinor = table.Column<long>(type: "bigint", nullable: false),
                    DisputedMinor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reconciliation", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "reconciliation_difference",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Provider = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    OursMinor = table.Column<long>(type: "bigint", nullable: false),
                    TheirsMinor = table.Column<long>(type: "bigint", nullable: false),
                    Reference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    OperationId = table.Column<Guid>(type: "uuid", nullable: true),
                    FoundAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ExplainedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    Reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reconciliation_difference", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "sandbox_clock",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    OffsetTicks = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sandbox_clock", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "sandbox_dispute",
                columns: table => new
                {
                    Reference = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    OperationId = table.Column<Guid>(type: "uuid", nullable: false),
                    CollectionReference = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    Reason = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    OpensAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DueAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DecidesAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ReturnedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    TellAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Told = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sandbox_dispute", x => x.Reference);
                });

            migrationBuilder.CreateTable(
                name: "sandbox_instrument",
                columns: table => new
                {
                    Token = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Brand = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Label = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    ExpiryMonth = table.Column<int>(type: "integer", nullable: false),
                    ExpiryYear = table.Column<int>(type: "integer", nullable: false),
                    Behaviour = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sandbox_instrument", x => x.Token);
                });

            migrationBuilder.CreateTable(
                name: "sandbox_operation",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    InstrumentKind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    Token = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Reference = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    ReturnPath = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    Descriptor = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    ResolvesAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    WillFail = table.Column<bool>(type: "boolean", nullable: false),
                    BookedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ReturnedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sandbox_operation", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "shown_list",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ViewerId = table.Column<Guid>(type: "uuid", nullable: true),
                    JobId = table.Column<Guid>(type: "uuid", nullable: true),
                    Need = table.Column<long>(type: "bigint", nullable: false),
                    WeightsVersion = table.Column<int>(type: "integer", nullable: false),
                    Items = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_shown_list", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "shown_outcome",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    What = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ViewerId = table.Column<Guid>(type: "uuid", nullable: false),
                    DocumentId = table.Column<Guid>(type: "uuid", nullable: false),
                    JobId = table.Column<Guid>(type: "uuid", nullable: true),
                    SourceId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_shown_outcome", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "skill_category",
                columns: table => new
                {
                    Id = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    ParentId = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    En = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    Fr = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_skill_category", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "staffing_partner",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    LegalName = table.Column<string>(type: "character varying(160)", maxLength: 160, nullable: false),
                    Address = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    TaxId = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ClosedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_staffing_partner", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "talent_change",
                columns: table => new
                {
                    Subject = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    SubjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_talent_change", x => new { x.Subject, x.SubjectId });
                });

            migrationBuilder.CreateTable(
                name: "talent_feed_mark",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Last = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_talent_feed_mark", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "talent_shown",
                columns: table => new
                {
                    Subject = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    SubjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    Since = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_talent_shown", x => new { x.Subject, x.SubjectId });
                });

            migrationBuilder.CreateTable(
                name: "tax_form",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    Code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    FormVersion = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    SignedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    SignedName = table.Column<string>(type: "character varying(160)", maxLength: 160, nullable: false),
                    Ip = table.Column<string>(type: "character varying(45)", maxLength: 45, nullable: false),
                    Language = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    Content = table.Column<string>(type: "text", nullable: false),
                    ProtectedTin = table.Column<string>(type: "text", nullable: true),
                    TinCode = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    Sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    ValidUntil = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tax_form", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "tax_payment",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    For = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    Reference = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ProposedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    ProposedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DecidedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tax_payment", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "tax_profile",
                columns: table => new
                {
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    Country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    Business = table.Column<bool>(type: "boolean", nullable: false),
                    UsPerson = table.Column<bool>(type: "boolean", nullable: false),
                    WorkCountry = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    TinCode = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    ProtectedTin = table.Column<string>(type: "text", nullable: true),
                    TinLast4 = table.Column<string>(type: "character varying(4)", maxLength: 4, nullable: true),
                    ProtectedAnswers = table.Column<string>(type: "text", nullable: true),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    AskedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    RemindedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    RemindedAgainAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    BlockedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    CompletedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    NextAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tax_profile", x => x.MemberId);
                });

            migrationBuilder.CreateTable(
                name: "tax_run",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Document = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Year = table.Column<int>(type: "integer", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    PreparedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    PreparedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Rates = table.Column<string>(type: "text", nullable: false),
                    Totals = table.Column<string>(type: "text", nullable: false),
                    ApprovedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    FileSha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    FiledBy = table.Column<Guid>(type: "uuid", nullable: true),
                    FiledAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Reference = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tax_run", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "taxonomy_import",
                columns: table => new
                {
                    Source = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ImportedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_taxonomy_import", x => x.Source);
                });

            migrationBuilder.CreateTable(
                name: "taxonomy_release",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    LoadedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Changes = table.Column<long>(type: "bigint", nullable: false),
                    WholeChange = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_taxonomy_release", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "tracker_command",
                columns: table => new
                {
                    Hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tracker_command", x => x.Hash);
                });

            migrationBuilder.CreateTable(
                name: "tracker_device",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    System = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    PublicKey = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    TokenHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    PairedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    LastSeenAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    RevokedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tracker_device", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "tracker_pairing",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Code = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    SecretHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    DeviceName = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    System = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    PublicKey = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Step = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    DeviceId = table.Column<Guid>(type: "uuid", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tracker_pairing", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "tracking_lease",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    DeviceId = table.Column<Guid>(type: "uuid", nullable: true),
                    MemoId = table.Column<Guid>(type: "uuid", nullable: false),
                    StartedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    StoppedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    StopReason = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tracking_lease", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "week_mark",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Next = table.Column<DateOnly>(type: "date", nullable: false),
                    Hour = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_week_mark", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "job",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    WriterId = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Description = table.Column<string>(type: "character varying(10000)", maxLength: 10000, nullable: false),
                    CategoryId = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    Language = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    Size = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Length = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Level = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Payment = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    PriceMinMinor = table.Column<long>(type: "bigint", nullable: true),
                    PriceMaxMinor = table.Column<long>(type: "bigint", nullable: true),
                    StartOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Proof = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Visibility = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    SavedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    SaverId = table.Column<Guid>(type: "uuid", nullable: true),
                    PostedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ExpiresAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    WarnAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ClosedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    CloseReason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    RemovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    CloseNote = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    Contacts = table.Column<int>(type: "integer", maxLength: 40, nullable: false),
                    Proposals = table.Column<int>(type: "integer", nullable: false),
                    Invitations = table.Column<int>(type: "integer", nullable: false),
                    Interviews = table.Column<int>(type: "integer", nullable: false),
                    Hires = table.Column<int>(type: "integer", nullable: false),
                    QuestionsFrozenAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_job", x => x.Id);
                    table.ForeignKey(
                        name: "FK_job_client_ClientId",
                        column: x => x.ClientId,
                        principalTable: "client",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "bonus",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    Reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    PaidAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bonus", x => x.Id);
                    table.ForeignKey(
                        name: "FK_bonus_contract_ContractId",
                        column: x => x.ContractId,
                        principalTable: "contract",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "contract_event",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: true),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Milestone = table.Column<int>(type: "integer", nullable: true),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: true),
                    Text = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contract_event", x => x.Id);
                    table.ForeignKey(
                        name: "FK_contract_event_contract_ContractId",
                        column: x => x.ContractId,
                        principalTable: "contract",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "contract_limit",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    FromWeek = table.Column<DateOnly>(type: "date", nullable: false),
                    WeeklyMinutes = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contract_limit", x => x.Id);
                    table.ForeignKey(
                        name: "FK_contract_limit_contract_ContractId",
                        column: x => x.ContractId,
                        principalTable: "contract",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "contract_rate",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    RateMinor = table.Column<long>(type: "bigint", nullable: false),
                    By = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contract_rate", x => x.Id);
                    table.ForeignKey(
                        name: "FK_contract_rate_contract_ContractId",
                        column: x => x.ContractId,
                        principalTable: "contract",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "milestone",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Title = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    Description = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ProposedBy = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    FundedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    SubmittedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    AutoReleaseAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    RefundAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ClosedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    FundedMinor = table.Column<long>(type: "bigint", nullable: false),
                    ReleasedMinor = table.Column<long>(type: "bigint", nullable: false),
                    RefundedMinor = table.Column<long>(type: "bigint", nullable: false),
                    RolledMinor = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_milestone", x => x.Id);
                    table.CheckConstraint("milestone_amount", "\"AmountMinor\" > 0");
                    table.CheckConstraint("milestone_held", "\"FundedMinor\" - \"ReleasedMinor\" - \"RefundedMinor\" - \"RolledMinor\" >= 0");
                    table.ForeignKey(
                        name: "FK_milestone_contract_ContractId",
                        column: x => x.ContractId,
                        principalTable: "contract",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "dispute_entry",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    DisputeId = table.Column<Guid>(type: "uuid", nullable: false),
                    By = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Text = table.Column<string>(type: "character varying(8000)", maxLength: 8000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dispute_entry", x => x.Id);
                    table.ForeignKey(
                        name: "FK_dispute_entry_dispute_DisputeId",
                        column: x => x.DisputeId,
                        principalTable: "dispute",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "settlement_offer",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    DisputeId = table.Column<Guid>(type: "uuid", nullable: false),
                    By = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    ToFreelancerMinor = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_settlement_offer", x => x.Id);
                    table.CheckConstraint("settlement_amount", "\"ToFreelancerMinor\" >= 0");
                    table.ForeignKey(
                        name: "FK_settlement_offer_dispute_DisputeId",
                        column: x => x.DisputeId,
                        principalTable: "dispute",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "review",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    By = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    AuthorId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    OverallTenths = table.Column<int>(type: "integer", nullable: false),
                    Comment = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    GivenAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ShownAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Counted = table.Column<bool>(type: "boolean", nullable: false),
                    Reply = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    RepliedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ChangedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Stars_Availability = table.Column<int>(type: "integer", nullable: false),
                    Stars_Communication = table.Column<int>(type: "integer", nullable: false),
                    Stars_Cooperation = table.Column<int>(type: "integer", nullable: false),
                    Stars_Deadlines = table.Column<int>(type: "integer", nullable: false),
                    Stars_Quality = table.Column<int>(type: "integer", nullable: false),
                    Stars_Skills = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_review", x => x.Id);
                    table.CheckConstraint("review_overall", "\"OverallTenths\" BETWEEN 10 AND 50");
                    table.ForeignKey(
                        name: "FK_review_feedback_round_ContractId",
                        column: x => x.ContractId,
                        principalTable: "feedback_round",
                        principalColumn: "ContractId",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "hour_dispute_entry",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    DisputeId = table.Column<Guid>(type: "uuid", nullable: false),
                    By = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Text = table.Column<string>(type: "character varying(8000)", maxLength: 8000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hour_dispute_entry", x => x.Id);
                    table.ForeignKey(
                        name: "FK_hour_dispute_entry_hour_dispute_DisputeId",
                        column: x => x.DisputeId,
                        principalTable: "hour_dispute",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "hour_dispute_segment",
                columns: table => new
                {
                    DisputeId = table.Column<Guid>(type: "uuid", nullable: false),
                    Start = table.Column<int>(type: "integer", nullable: false),
                    Minutes = table.Column<int>(type: "integer", nullable: false),
                    Weight = table.Column<long>(type: "bigint", nullable: false),
                    Coverage = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ToClient = table.Column<bool>(type: "boolean", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hour_dispute_segment", x => new { x.DisputeId, x.Start });
                    table.ForeignKey(
                        name: "FK_hour_dispute_segment_hour_dispute_DisputeId",
                        column: x => x.DisputeId,
                        principalTable: "hour_dispute",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "invoice_pdf",
                columns: table => new
                {
                    InvoiceId = table.Column<Guid>(type: "uuid", nullable: false),
                    FileId = table.Column<Guid>(type: "uuid", nullable: false),
                    Sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invoice_pdf", x => x.InvoiceId);
                    table.ForeignKey(
                        name: "FK_invoice_pdf_invoice_InvoiceId",
                        column: x => x.InvoiceId,
                        principalTable: "invoice",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ledger_balance",
                columns: table => new
                {
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    Posted = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Floor = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_balance", x => x.AccountId);
                    table.CheckConstraint("ck_ledger_balance_floor", "\"Floor\" IS NULL OR \"Posted\" >= \"Floor\"");
                    table.ForeignKey(
                        name: "FK_ledger_balance_ledger_account_AccountId",
                        column: x => x.AccountId,
                        principalTable: "ledger_account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "client_member",
                columns: table => new
                {
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    Role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Since = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_client_member", x => new { x.ClientId, x.MemberId });
                    table.ForeignKey(
                        name: "FK_client_member_client_ClientId",
                        column: x => x.ClientId,
                        principalTable: "client",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_client_member_member_MemberId",
                        column: x => x.MemberId,
                        principalTable: "member",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "demo_door",
                columns: table => new
                {
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    Part = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_demo_door", x => x.MemberId);
                    table.ForeignKey(
                        name: "FK_demo_door_member_MemberId",
                        column: x => x.MemberId,
                        principalTable: "member",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "freelancer_profile",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    Overview = table.Column<string>(type: "character varying(5000)", maxLength: 5000, nullable: false),
                    VideoUrl = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    PhotoId = table.Column<Guid>(type: "uuid", nullable: true),
                    PhotoName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    RateMinor = table.Column<long>(type: "bigint", nullable: true),
                    RateCurrency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    Availability = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Experience = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    FreeFrom = table.Column<DateOnly>(type: "date", nullable: true),
                    City = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    Country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    TimeZone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Visibility = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    UpdatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_freelancer_profile", x => x.Id);
                    table.ForeignKey(
                        name: "FK_freelancer_profile_member_Id",
                        column: x => x.Id,
                        principalTable: "member",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "invitation",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    JobId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    SenderId = table.Column<Guid>(type: "uuid", nullable: false),
                    Message = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    Contacts = table.Column<int>(type: "integer", maxLength: 40, nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    SentAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    AnsweredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    DeclineReason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    DeclineNote = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invitation", x => x.Id);
                    table.ForeignKey(
                        name: "FK_invitation_member_FreelancerId",
                        column: x => x.FreelancerId,
                        principalTable: "member",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "job_mark",
                columns: table => new
                {
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    JobId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_job_mark", x => new { x.MemberId, x.JobId, x.Kind });
                    table.ForeignKey(
                        name: "FK_job_mark_member_MemberId",
                        column: x => x.MemberId,
                        principalTable: "member",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "member_link",
                columns: table => new
                {
                    SecretHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    Purpose = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    UsedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_link", x => x.SecretHash);
                    table.ForeignKey(
                        name: "FK_member_link_member_MemberId",
                        column: x => x.MemberId,
                        principalTable: "member",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "proposal",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    JobId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    Hourly = table.Column<bool>(type: "boolean", nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: true),
                    DurationCount = table.Column<int>(type: "integer", nullable: true),
                    DurationUnit = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    StartOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Letter = table.Column<string>(type: "character varying(1500)", maxLength: 1500, nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Filing = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    SavedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    SentAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    EditedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    OpenedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    MessagedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    DeclineReason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    EndNote = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    InvitationId = table.Column<Guid>(type: "uuid", nullable: true),
                    AllowanceUntil = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Contacts = table.Column<int>(type: "integer", maxLength: 40, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_proposal", x => x.Id);
                    table.ForeignKey(
                        name: "FK_proposal_client_ClientId",
                        column: x => x.ClientId,
                        principalTable: "client",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_proposal_member_FreelancerId",
                        column: x => x.FreelancerId,
                        principalTable: "member",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "room",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    SubjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    LastSeq = table.Column<long>(type: "bigint", nullable: false),
                    LastAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    FreelancerMayWrite = table.Column<bool>(type: "boolean", nullable: false),
                    ClientWroteAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    HiredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ClosedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_room", x => x.Id);
                    table.ForeignKey(
                        name: "FK_room_client_ClientId",
                        column: x => x.ClientId,
                        principalTable: "client",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_room_member_FreelancerId",
                        column: x => x.FreelancerId,
                        principalTable: "member",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "saved_person",
                columns: table => new
                {
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false),
                    SavedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_saved_person", x => new { x.MemberId, x.FreelancerId });
                    table.ForeignKey(
                        name: "FK_saved_person_member_MemberId",
                        column: x => x.MemberId,
                        principalTable: "member",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "saved_search",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Slot = table.Column<int>(type: "integer", nullable: false),
                    Name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    Query = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    QueryHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Alert = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    LookedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_saved_search", x => x.Id);
                    table.ForeignKey(
                        name: "FK_saved_search_member_MemberId",
                        column: x => x.MemberId,
                        principalTable: "member",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "suspension",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    Reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    Rule = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    SuspendedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    SuspendedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    AppealedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    AppealText = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    AnswerBy = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    AnsweredBy = table.Column<Guid>(type: "uuid", nullable: true),
                    Answer = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    LiftedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    LiftedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    LiftText = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_suspension", x => x.Id);
                    table.ForeignKey(
                        name: "FK_suspension_member_MemberId",
                        column: x => x.MemberId,
                        principalTable: "member",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "offer_change",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    OfferId = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Message = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    TermsJson = table.Column<string>(type: "text", nullable: false),
                    OfferedJson = table.Column<string>(type: "text", nullable: false),
                    AnsweredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_offer_change", x => x.Id);
                    table.ForeignKey(
                        name: "FK_offer_change_offer_OfferId",
                        column: x => x.OfferId,
                        principalTable: "offer",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "onboarding_item",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ContractId = table.Column<Guid>(type: "uuid", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false),
                    Code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    By = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    DoneAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    DoneBy = table.Column<Guid>(type: "uuid", nullable: true),
                    Evidence = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_onboarding_item", x => x.Id);
                    table.ForeignKey(
                        name: "FK_onboarding_item_payroll_contract_ContractId",
                        column: x => x.ContractId,
                        principalTable: "payroll_contract",
                        principalColumn: "ContractId",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "skill",
                columns: table => new
                {
                    Id = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    CategoryId = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    En = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    Fr = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    Related = table.Column<string>(type: "character varying(600)", maxLength: 600, nullable: false),
                    RetiredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_skill", x => x.Id);
                    table.ForeignKey(
                        name: "FK_skill_skill_category_CategoryId",
                        column: x => x.CategoryId,
                        principalTable: "skill_category",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "partner_member",
                columns: table => new
                {
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    PartnerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Since = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_partner_member", x => x.MemberId);
                    table.ForeignKey(
                        name: "FK_partner_member_staffing_partner_PartnerId",
                        column: x => x.PartnerId,
                        principalTable: "staffing_partner",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "partner_token",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    PartnerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Hint = table.Column<string>(type: "character varying(4)", maxLength: 4, nullable: false),
                    CreatedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    UsedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    RevokedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_partner_token", x => x.Id);
                    table.ForeignKey(
                        name: "FK_partner_token_staffing_partner_PartnerId",
                        column: x => x.PartnerId,
                        principalTable: "staffing_partner",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "payroll_price",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    PartnerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    Form = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    MarkupPpm = table.Column<int>(type: "integer", nullable: false),
                    ManagementPpm = table.Column<int>(type: "integer", nullable: false),
                    LowestRateMinor = table.Column<long>(type: "bigint", nullable: false),
                    Offered = table.Column<bool>(type: "boolean", nullable: false),
                    From = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    SetBy = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payroll_price", x => x.Id);
                    table.ForeignKey(
                        name: "FK_payroll_price_staffing_partner_PartnerId",
                        column: x => x.PartnerId,
                        principalTable: "staffing_partner",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "tax_form_end",
                columns: table => new
                {
                    FormId = table.Column<Guid>(type: "uuid", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Why = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tax_form_end", x => x.FormId);
                    table.ForeignKey(
                        name: "FK_tax_form_end_tax_form_FormId",
                        column: x => x.FormId,
                        principalTable: "tax_form",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tax_paper",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    RunId = table.Column<Guid>(type: "uuid", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    Document = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Year = table.Column<int>(type: "integer", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    CorrectsId = table.Column<Guid>(type: "uuid", nullable: true),
                    Content = table.Column<string>(type: "text", nullable: false),
                    ProtectedSecrets = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tax_paper", x => x.Id);
                    table.ForeignKey(
                        name: "FK_tax_paper_tax_run_RunId",
                        column: x => x.RunId,
                        principalTable: "tax_run",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "job_file",
                columns: table => new
                {
                    JobId = table.Column<Guid>(type: "uuid", nullable: false),
                    FileId = table.Column<Guid>(type: "uuid", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_job_file", x => new { x.JobId, x.FileId });
                    table.ForeignKey(
                        name: "FK_job_file_file_FileId",
                        column: x => x.FileId,
                        principalTable: "file",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_job_file_job_JobId",
                        column: x => x.JobId,
                        principalTable: "job",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "job_guest",
                columns: table => new
                {
                    JobId = table.Column<Guid>(type: "uuid", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    Since = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_job_guest", x => new { x.JobId, x.MemberId });
                    table.ForeignKey(
                        name: "FK_job_guest_job_JobId",
                        column: x => x.JobId,
                        principalTable: "job",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "job_question",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    JobId = table.Column<Guid>(type: "uuid", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false),
                    Text = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    Required = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_job_question", x => x.Id);
                    table.ForeignKey(
                        name: "FK_job_question_job_JobId",
                        column: x => x.JobId,
                        principalTable: "job",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "job_skill",
                columns: table => new
                {
                    JobId = table.Column<Guid>(type: "uuid", nullable: false),
                    SkillId = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Must = table.Column<bool>(type: "boolean", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_job_skill", x => new { x.JobId, x.SkillId });
                    table.ForeignKey(
                        name: "FK_job_skill_job_JobId",
                        column: x => x.JobId,
                        principalTable: "job",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "job_skill_correction",
                columns: table => new
                {
                    JobId = table.Column<Guid>(type: "uuid", nullable: false),
                    SkillId = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Words = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_job_skill_correction", x => new { x.JobId, x.SkillId });
                    table.ForeignKey(
                        name: "FK_job_skill_correction_job_JobId",
                        column: x => x.JobId,
                        principalTable: "job",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "shortlist_mail",
                columns: table => new
                {
                    JobId = table.Column<Guid>(type: "uuid", nullable: false),
                    Needs = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    MailedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    DueAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_shortlist_mail", x => x.JobId);
                    table.ForeignKey(
                        name: "FK_shortlist_mail_job_JobId",
                        column: x => x.JobId,
                        principalTable: "job",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "submission",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    MilestoneId = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Message = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    ChangesAsked = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    ChangesAskedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_submission", x => x.Id);
                    table.ForeignKey(
                        name: "FK_submission_milestone_MilestoneId",
                        column: x => x.MilestoneId,
                        principalTable: "milestone",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "dispute_file",
                columns: table => new
                {
                    EntryId = table.Column<Guid>(type: "uuid", nullable: false),
                    FileId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dispute_file", x => new { x.EntryId, x.FileId });
                    table.ForeignKey(
                        name: "FK_dispute_file_dispute_entry_EntryId",
                        column: x => x.EntryId,
                        principalTable: "dispute_entry",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "private_feedback",
                columns: table => new
                {
                    ReviewId = table.Column<Guid>(type: "uuid", nullable: false),
                    Reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Score = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_private_feedback", x => x.ReviewId);
                    table.CheckConstraint("private_score", "\"Score\" IS NULL OR \"Score\" BETWEEN 0 AND 10");
                    table.ForeignKey(
                        name: "FK_private_feedback_review_ReviewId",
                        column: x => x.ReviewId,
                        principalTable: "review",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "review_change",
                columns: table => new
                {
                    ReviewId = table.Column<Guid>(type: "uuid", nullable: false),
                    Comment = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    AskedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    AnswerUntil = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    AnsweredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Agreed = table.Column<bool>(type: "boolean", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Stars_Availability = table.Column<int>(type: "integer", nullable: false),
                    Stars_Communication = table.Column<int>(type: "integer", nullable: false),
                    Stars_Cooperation = table.Column<int>(type: "integer", nullable: false),
                    Stars_Deadlines = table.Column<int>(type: "integer", nullable: false),
                    Stars_Quality = table.Column<int>(type: "integer", nullable: false),
                    Stars_Skills = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_review_change", x => x.ReviewId);
                    table.ForeignKey(
                        name: "FK_review_change_review_ReviewId",
                        column: x => x.ReviewId,
                        principalTable: "review",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "hour_dispute_file",
                columns: table => new
                {
                    EntryId = table.Column<Guid>(type: "uuid", nullable: false),
                    FileId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hour_dispute_file", x => new { x.EntryId, x.FileId });
                    table.ForeignKey(
                        name: "FK_hour_dispute_file_hour_dispute_entry_EntryId",
                        column: x => x.EntryId,
                        principalTable: "hour_dispute_entry",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "certificate",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ProfileId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Issuer = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Year = table.Column<int>(type: "integer", nullable: true),
                    Url = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_certificate", x => x.Id);
                    table.ForeignKey(
                        name: "FK_certificate_freelancer_profile_ProfileId",
                        column: x => x.ProfileId,
                        principalTable: "freelancer_profile",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "education",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ProfileId = table.Column<Guid>(type: "uuid", nullable: false),
                    School = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Degree = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    FromYear = table.Column<int>(type: "integer", nullable: true),
                    ToYear = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_education", x => x.Id);
                    table.ForeignKey(
                        name: "FK_education_freelancer_profile_ProfileId",
                        column: x => x.ProfileId,
                        principalTable: "freelancer_profile",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "employment",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ProfileId = table.Column<Guid>(type: "uuid", nullable: false),
                    Company = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Role = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    From = table.Column<DateOnly>(type: "date", nullable: false),
                    To = table.Column<DateOnly>(type: "date", nullable: true),
                    Description = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_employment", x => x.Id);
                    table.ForeignKey(
                        name: "FK_employment_freelancer_profile_ProfileId",
                        column: x => x.ProfileId,
                        principalTable: "freelancer_profile",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "portfolio_item",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ProfileId = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Description = table.Column<string>(type: "character varying(3000)", maxLength: 3000, nullable: false),
                    Url = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    Year = table.Column<int>(type: "integer", nullable: true),
                    Position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_portfolio_item", x => x.Id);
                    table.ForeignKey(
                        name: "FK_portfolio_item_freelancer_profile_ProfileId",
                        column: x => x.ProfileId,
                        principalTable: "freelancer_profile",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "profile_language",
                columns: table => new
                {
                    ProfileId = table.Column<Guid>(type: "uuid", nullable: false),
                    Code = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    Level = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_profile_language", x => new { x.ProfileId, x.Code });
                    table.ForeignKey(
                        name: "FK_profile_language_freelancer_profile_ProfileId",
                        column: x => x.ProfileId,
                        principalTable: "freelancer_profile",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "profile_skill",
                columns: table => new
                {
                    ProfileId = table.Column<Guid>(type: "uuid", nullable: false),
                    SkillId = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_profile_skill", x => new { x.ProfileId, x.SkillId });
                    table.ForeignKey(
                        name: "FK_profile_skill_freelancer_profile_ProfileId",
                        column: x => x.ProfileId,
                        principalTable: "freelancer_profile",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "profile_skill_correction",
                columns: table => new
                {
                    ProfileId = table.Column<Guid>(type: "uuid", nullable: false),
                    SkillId = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Words = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_profile_skill_correction", x => new { x.ProfileId, x.SkillId });
                    table.ForeignKey(
                        name: "FK_profile_skill_correction_freelancer_profile_ProfileId",
                        column: x => x.ProfileId,
                        principalTable: "freelancer_profile",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "proposal_answer",
                columns: table => new
                {
                    ProposalId = table.Column<Guid>(type: "uuid", nullable: false),
                    QuestionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Text = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_proposal_answer", x => new { x.ProposalId, x.QuestionId });
                    table.ForeignKey(
                        name: "FK_proposal_answer_proposal_ProposalId",
                        column: x => x.ProposalId,
                        principalTable: "proposal",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "proposal_file",
                columns: table => new
                {
                    ProposalId = table.Column<Guid>(type: "uuid", nullable: false),
                    FileId = table.Column<Guid>(type: "uuid", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_proposal_file", x => new { x.ProposalId, x.FileId });
                    table.ForeignKey(
                        name: "FK_proposal_file_file_FileId",
                        column: x => x.FileId,
                        principalTable: "file",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_proposal_file_proposal_ProposalId",
                        column: x => x.ProposalId,
                        principalTable: "proposal",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "proposal_milestone",
                columns: table => new
                {
                    ProposalId = table.Column<Guid>(type: "uuid", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false),
                    Title = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    AmountMinor = table.Column<long>(type: "bigint", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_proposal_milestone", x => new { x.ProposalId, x.Position });
                    table.ForeignKey(
                        name: "FK_proposal_milestone_proposal_ProposalId",
                        column: x => x.ProposalId,
                        principalTable: "proposal",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "proposal_note",
                columns: table => new
                {
                    ProposalId = table.Column<Guid>(type: "uuid", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    Text = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    Score = table.Column<int>(type: "integer", nullable: true),
                    WrittenAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_proposal_note", x => new { x.ProposalId, x.MemberId });
                    table.ForeignKey(
                        name: "FK_proposal_note_proposal_ProposalId",
                        column: x => x.ProposalId,
                        principalTable: "proposal",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "proposal_pick",
                columns: table => new
                {
                    ProposalId = table.Column<Guid>(type: "uuid", nullable: false),
                    ItemId = table.Column<Guid>(type: "uuid", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_proposal_pick", x => new { x.ProposalId, x.ItemId });
                    table.ForeignKey(
                        name: "FK_proposal_pick_proposal_ProposalId",
                        column: x => x.ProposalId,
                        principalTable: "proposal",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "message",
                columns: table => new
                {
                    RoomId = table.Column<Guid>(type: "uuid", nullable: false),
                    Seq = table.Column<long>(type: "bigint", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AuthorId = table.Column<Guid>(type: "uuid", nullable: true),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Text = table.Column<string>(type: "character varying(10000)", maxLength: 10000, nullable: false),
                    Contacts = table.Column<int>(type: "integer", maxLength: 40, nullable: false),
                    EventJson = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_message", x => new { x.RoomId, x.Seq });
                    table.ForeignKey(
                        name: "FK_message_member_AuthorId",
                        column: x => x.AuthorId,
                        principalTable: "member",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_message_room_RoomId",
                        column: x => x.RoomId,
                        principalTable: "room",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "room_reader",
                columns: table => new
                {
                    RoomId = table.Column<Guid>(type: "uuid", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    ReadSeq = table.Column<long>(type: "bigint", nullable: false),
                    ReadAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    MailDueAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    MailedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_room_reader", x => new { x.RoomId, x.MemberId });
                    table.ForeignKey(
                        name: "FK_room_reader_member_MemberId",
                        column: x => x.MemberId,
                        principalTable: "member",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_room_reader_room_RoomId",
                        column: x => x.RoomId,
                        principalTable: "room",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "search_hit",
                columns: table => new
                {
                    SearchId = table.Column<Guid>(type: "uuid", nullable: false),
                    SubjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    FoundAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DueAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ToldAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_search_hit", x => new { x.SearchId, x.SubjectId });
                    table.ForeignKey(
                        name: "FK_search_hit_saved_search_SearchId",
                        column: x => x.SearchId,
                        principalTable: "saved_search",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "shortlist_mailed",
                columns: table => new
                {
                    JobId = table.Column<Guid>(type: "uuid", nullable: false),
                    FreelancerId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_shortlist_mailed", x => new { x.JobId, x.FreelancerId });
                    table.ForeignKey(
                        name: "FK_shortlist_mailed_shortlist_mail_JobId",
                        column: x => x.JobId,
                        principalTable: "shortlist_mail",
                        principalColumn: "JobId",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "submission_file",
                columns: table => new
                {
                    SubmissionId = table.Column<Guid>(type: "uuid", nullable: false),
                    FileId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_submission_file", x => new { x.SubmissionId, x.FileId });
                    table.ForeignKey(
                        name: "FK_submission_file_submission_SubmissionId",
                        column: x => x.SubmissionId,
                        principalTable: "submission",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "portfolio_file",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ItemId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    IsImage = table.Column<bool>(type: "boolean", nullable: false),
                    Bytes = table.Column<long>(type: "bigint", nullable: false),
                    PreviewId = table.Column<Guid>(type: "uuid", nullable: true),
                    Position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_portfolio_file", x => x.Id);
                    table.ForeignKey(
                        name: "FK_portfolio_file_portfolio_item_ItemId",
                        column: x => x.ItemId,
                        principalTable: "portfolio_item",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "message_file",
                columns: table => new
                {
                    RoomId = table.Column<Guid>(type: "uuid", nullable: false),
                    Seq = table.Column<long>(type: "bigint", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false),
                    FileId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_message_file", x => new { x.RoomId, x.Seq, x.Position });
                    table.ForeignKey(
                        name: "FK_message_file_file_FileId",
                        column: x => x.FileId,
                        principalTable: "file",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_message_file_message_RoomId_Seq",
                        columns: x => new { x.RoomId, x.Seq },
                        principalTable: "message",
                        principalColumns: new[] { "RoomId", "Seq" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_audit_Action_At",
                table: "audit",
                columns: new[] { "Action", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_At_Id",
                table: "audit",
                columns: new[] { "At", "Id" },
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "IX_audit_MemberId_At",
                table: "audit",
                columns: new[] { "MemberId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_SubjectId_At",
                table: "audit",
                columns: new[] { "SubjectId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_bank_file_CreatedAt",
                table: "bank_file",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_bank_line_BookedAt",
                table: "bank_line",
                column: "BookedAt");

            migrationBuilder.CreateIndex(
                name: "IX_bank_line_BookedAt_Id",
                table: "bank_line",
                columns: new[] { "BookedAt", "Id" },
                filter: "\"MatchedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_bank_line_Key",
                table: "bank_line",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bank_line_OperationId",
                table: "bank_line",
                column: "OperationId");

            migrationBuilder.CreateIndex(
                name: "IX_bank_operation_BookedAt",
                table: "bank_operation",
                column: "BookedAt");

            migrationBuilder.CreateIndex(
                name: "IX_bank_operation_FileId",
                table: "bank_operation",
                column: "FileId");

            migrationBuilder.CreateIndex(
                name: "IX_bank_operation_Reference",
                table: "bank_operation",
                column: "Reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bank_operation_State_CreatedAt",
                table: "bank_operation",
                columns: new[] { "State", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_bank_statement_Currency_ClosingAt",
                table: "bank_statement",
                columns: new[] { "Currency", "ClosingAt" });

            migrationBuilder.CreateIndex(
                name: "IX_bank_statement_ImportedAt",
                table: "bank_statement",
                column: "ImportedAt");

            migrationBuilder.CreateIndex(
                name: "IX_bonus_ContractId_At",
                table: "bonus",
                columns: new[] { "ContractId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_certificate_ProfileId",
                table: "certificate",
                column: "ProfileId");

            migrationBuilder.CreateIndex(
                name: "IX_charge_ClearsAt",
                table: "charge",
                column: "ClearsAt",
                filter: "\"ClearedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_charge_ClientId_FreelancerId",
                table: "charge",
                columns: new[] { "ClientId", "FreelancerId" });

            migrationBuilder.CreateIndex(
                name: "IX_charge_ContractId_EndedAt",
                table: "charge",
                columns: new[] { "ContractId", "EndedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_charge_PayCurrency",
                table: "charge",
                column: "PayCurrency",
                filter: "\"PayCurrency\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_charge_Provider_ProviderReference",
                table: "charge",
                columns: new[] { "Provider", "ProviderReference" });

            migrationBuilder.CreateIndex(
                name: "IX_charge_SubjectId",
                table: "charge",
                column: "SubjectId",
                unique: true,
                filter: "\"EndedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_chargeback_ChargeId",
                table: "chargeback",
                column: "ChargeId");

            migrationBuilder.CreateIndex(
                name: "IX_chargeback_ClientId_ClosedAt",
                table: "chargeback",
                columns: new[] { "ClientId", "ClosedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_chargeback_ContractId",
                table: "chargeback",
                column: "ContractId");

            migrationBuilder.CreateIndex(
                name: "IX_chargeback_FreelancerId_ClosedAt",
                table: "chargeback",
                columns: new[] { "FreelancerId", "ClosedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_chargeback_NextAt",
                table: "chargeback",
                column: "NextAt",
                filter: "\"NextAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_chargeback_Provider_Reference",
                table: "chargeback",
                columns: new[] { "Provider", "Reference" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_chargeback_RecordedAt_Id",
                table: "chargeback",
                columns: new[] { "RecordedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_chargeback_part_ChargebackId",
                table: "chargeback_part",
                column: "ChargebackId");

            migrationBuilder.CreateIndex(
                name: "IX_chargeback_part_EarningId",
                table: "chargeback_part",
                column: "EarningId");

            migrationBuilder.CreateIndex(
                name: "IX_chargeback_part_HoldingId",
                table: "chargeback_part",
                column: "HoldingId");

            migrationBuilder.CreateIndex(
                name: "IX_classification_AnsweredAt_OfferId",
                table: "classification",
                columns: new[] { "AnsweredAt", "OfferId" },
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "IX_classification_ClientId_AnsweredAt_OfferId",
                table: "classification",
                columns: new[] { "ClientId", "AnsweredAt", "OfferId" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_classification_DueAt",
                table: "classification",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_classification_Result_AnsweredAt_OfferId",
                table: "classification",
                columns: new[] { "Result", "AnsweredAt", "OfferId" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_classification_answers_FileId",
                table: "classification_answers",
                column: "FileId");

            migrationBuilder.CreateIndex(
                name: "IX_classification_answers_OfferId_Number",
                table: "classification_answers",
                columns: new[] { "OfferId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_client_debt_BlocksAt",
                table: "client_debt",
                column: "BlocksAt",
                filter: "\"SettledAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_client_debt_ClientId_PaidAt",
                table: "client_debt",
                columns: new[] { "ClientId", "PaidAt" });

            migrationBuilder.CreateIndex(
                name: "IX_client_member_MemberId",
                table: "client_member",
                column: "MemberId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_client_refund_ChargeId",
                table: "client_refund",
                column: "ChargeId");

            migrationBuilder.CreateIndex(
                name: "IX_client_refund_ClientId_CreatedAt",
                table: "client_refund",
                columns: new[] { "ClientId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_concept_AuthorId_CreatedAt",
                table: "concept",
                columns: new[] { "AuthorId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_concept_En_Id",
                table: "concept",
                columns: new[] { "En", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_concept_State_En_Id",
                table: "concept",
                columns: new[] { "State", "En", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_contract_ClientId_StartedAt_Id",
                table: "contract",
                columns: new[] { "ClientId", "StartedAt", "Id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_contract_FreelancerId_StartedAt_Id",
                table: "contract",
                columns: new[] { "FreelancerId", "StartedAt", "Id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_contract_JobId",
                table: "contract",
                column: "JobId");

            migrationBuilder.CreateIndex(
                name: "IX_contract_LockHours",
                table: "contract",
                column: "LockHours");

            migrationBuilder.CreateIndex(
                name: "IX_contract_OfferId",
                table: "contract",
                column: "OfferId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_contract_event_ContractId_At_Id",
                table: "contract_event",
                columns: new[] { "ContractId", "At", "Id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_contract_limit_ContractId_At",
                table: "contract_limit",
                columns: new[] { "ContractId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_contract_rate_ContractId_At",
                table: "contract_rate",
                columns: new[] { "ContractId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_diary_change_ContractId_At_Id",
                table: "diary_change",
                columns: new[] { "ContractId", "At", "Id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_diary_consent_ContractId_At",
                table: "diary_consent",
                columns: new[] { "ContractId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_diary_deletion_ContractId_At",
                table: "diary_deletion",
                columns: new[] { "ContractId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_diary_deletion_FinalAt",
                table: "diary_deletion",
                column: "FinalAt");

            migrationBuilder.CreateIndex(
                name: "IX_diary_memo_ContractId_At",
                table: "diary_memo",
                columns: new[] { "ContractId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_diary_memo_ContractId_Text",
                table: "diary_memo",
                columns: new[] { "ContractId", "Text" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_diary_minute_ContractId_Minute",
                table: "diary_minute",
                columns: new[] { "ContractId", "Minute" });

            migrationBuilder.CreateIndex(
                name: "IX_diary_minute_DeletionId",
                table: "diary_minute",
                column: "DeletionId");

            migrationBuilder.CreateIndex(
                name: "IX_diary_minute_Minute",
                table: "diary_minute",
                column: "Minute");

            migrationBuilder.CreateIndex(
                name: "IX_diary_segment_ImageId",
                table: "diary_segment",
                column: "ImageId");

            migrationBuilder.CreateIndex(
                name: "IX_diary_segment_ImageUntil",
                table: "diary_segment",
                column: "ImageUntil");

            migrationBuilder.CreateIndex(
                name: "IX_diary_segment_Start",
                table: "diary_segment",
                column: "Start");

            migrationBuilder.CreateIndex(
                name: "IX_diary_segment_ThumbnailId",
                table: "diary_segment",
                column: "ThumbnailId");

            migrationBuilder.CreateIndex(
                name: "IX_diary_week_ClientId_State",
                table: "diary_week",
                columns: new[] { "ClientId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_diary_week_ContractId_Monday",
                table: "diary_week",
                columns: new[] { "ContractId", "Monday" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_diary_week_NextAt",
                table: "diary_week",
                column: "NextAt");

            migrationBuilder.CreateIndex(
                name: "IX_diary_week_ReleaseAt",
                table: "diary_week",
                column: "ReleaseAt");

            migrationBuilder.CreateIndex(
                name: "IX_dispute_ClientId_ClosedAt",
                table: "dispute",
                columns: new[] { "ClientId", "ClosedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_dispute_ContractId",
                table: "dispute",
                column: "ContractId");

            migrationBuilder.CreateIndex(
                name: "IX_dispute_DueAt",
                table: "dispute",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_dispute_FreelancerId_ClosedAt",
                table: "dispute",
                columns: new[] { "FreelancerId", "ClosedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_dispute_MilestoneId",
                table: "dispute",
                column: "MilestoneId",
                unique: true,
                filter: "\"ClosedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_dispute_State_OpenedAt_Id",
                table: "dispute",
                columns: new[] { "State", "OpenedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_dispute_entry_DisputeId_At",
                table: "dispute_entry",
                columns: new[] { "DisputeId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_dormancy_DueAt",
                table: "dormancy",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_earning_AvailableAt",
                table: "earning",
                column: "AvailableAt",
                filter: "\"AvailableSince\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_earning_ContractId_EarnedAt",
                table: "earning",
                columns: new[] { "ContractId", "EarnedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_earning_FreelancerId_EarnedAt",
                table: "earning",
                columns: new[] { "FreelancerId", "EarnedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_earning_SubjectId",
                table: "earning",
                column: "SubjectId");

            migrationBuilder.CreateIndex(
                name: "IX_education_ProfileId",
                table: "education",
                column: "ProfileId");

            migrationBuilder.CreateIndex(
                name: "IX_employment_ProfileId",
                table: "employment",
                column: "ProfileId");

            migrationBuilder.CreateIndex(
                name: "IX_exchange_quote_ChargeId",
                table: "exchange_quote",
                column: "ChargeId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_exchange_quote_ClientId_CreatedAt",
                table: "exchange_quote",
                columns: new[] { "ClientId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_exchange_rate_Day",
                table: "exchange_rate",
                column: "Day");

            migrationBuilder.CreateIndex(
                name: "IX_fee_schedule_ValidFrom",
                table: "fee_schedule",
                column: "ValidFrom");

            migrationBuilder.CreateIndex(
                name: "IX_feedback_round_ClientId_OpenUntil",
                table: "feedback_round",
                columns: new[] { "ClientId", "OpenUntil" });

            migrationBuilder.CreateIndex(
                name: "IX_feedback_round_FreelancerId_OpenUntil",
                table: "feedback_round",
                columns: new[] { "FreelancerId", "OpenUntil" });

            migrationBuilder.CreateIndex(
                name: "IX_feedback_round_ShowAt",
                table: "feedback_round",
                column: "ShowAt");

            migrationBuilder.CreateIndex(
                name: "IX_file_OwnerId_UploadedAt",
                table: "file",
                columns: new[] { "OwnerId", "UploadedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_freelancer_profile_Country_CreatedAt",
                table: "freelancer_profile",
                columns: new[] { "Country", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_freelancer_profile_CreatedAt_Id",
                table: "freelancer_profile",
                columns: new[] { "CreatedAt", "Id" },
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "IX_freelancer_profile_RateCurrency_RateMinor",
                table: "freelancer_profile",
                columns: new[] { "RateCurrency", "RateMinor" });

            migrationBuilder.CreateIndex(
                name: "IX_holding_AccountCode",
                table: "holding",
                column: "AccountCode",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_holding_ClientId",
                table: "holding",
                column: "ClientId");

            migrationBuilder.CreateIndex(
                name: "IX_holding_ContractId",
                table: "holding",
                column: "ContractId");

            migrationBuilder.CreateIndex(
                name: "IX_holding_FreelancerId",
                table: "holding",
                column: "FreelancerId");

            migrationBuilder.CreateIndex(
                name: "IX_holding_FrozenSince",
                table: "holding",
                column: "FrozenSince",
                filter: "\"FrozenSince\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_hour_dispute_ClientId_ClosedAt",
                table: "hour_dispute",
                columns: new[] { "ClientId", "ClosedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_hour_dispute_ContractId",
                table: "hour_dispute",
                column: "ContractId");

            migrationBuilder.CreateIndex(
                name: "IX_hour_dispute_DueAt",
                table: "hour_dispute",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_hour_dispute_FreelancerId_ClosedAt",
                table: "hour_dispute",
                columns: new[] { "FreelancerId", "ClosedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_hour_dispute_State_OpenedAt_Id",
                table: "hour_dispute",
                columns: new[] { "State", "OpenedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_hour_dispute_WeekId",
                table: "hour_dispute",
                column: "WeekId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_hour_dispute_entry_DisputeId_At",
                table: "hour_dispute_entry",
                columns: new[] { "DisputeId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_invitation_FreelancerId_SentAt",
                table: "invitation",
                columns: new[] { "FreelancerId", "SentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_invitation_JobId_FreelancerId",
                table: "invitation",
                columns: new[] { "JobId", "FreelancerId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_invoice_ClientId_IssuedAt_Id",
                table: "invoice",
                columns: new[] { "ClientId", "IssuedAt", "Id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_invoice_ClientId_Kind_IssuedAt",
                table: "invoice",
                columns: new[] { "ClientId", "Kind", "IssuedAt" },
                descending: new[] { false, false, true });

            migrationBuilder.CreateIndex(
                name: "IX_invoice_ContractId_IssuedAt_Id",
                table: "invoice",
                columns: new[] { "ContractId", "IssuedAt", "Id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_invoice_CorrectsId",
                table: "invoice",
                column: "CorrectsId",
                filter: "\"CorrectsId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_invoice_FreelancerId_IssuedAt_Id",
                table: "invoice",
                columns: new[] { "FreelancerId", "IssuedAt", "Id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_invoice_FreelancerId_Kind_IssuedAt",
                table: "invoice",
                columns: new[] { "FreelancerId", "Kind", "IssuedAt" },
                descending: new[] { false, false, true });

            migrationBuilder.CreateIndex(
                name: "IX_invoice_Series_SeriesNumber",
                table: "invoice",
                columns: new[] { "Series", "SeriesNumber" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_invoice_SourceKey",
                table: "invoice",
                column: "SourceKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_invoice_bundle_DueAt",
                table: "invoice_bundle",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_invoice_bundle_MemberId_AskedAt",
                table: "invoice_bundle",
                columns: new[] { "MemberId", "AskedAt" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "IX_invoicing_mandate_FreelancerId_AcceptedAt",
                table: "invoicing_mandate",
                columns: new[] { "FreelancerId", "AcceptedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_invoicing_mandate_open",
                table: "invoicing_mandate",
                column: "FreelancerId",
                unique: true,
                filter: "\"WithdrawnAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_job_CategoryId_PostedAt",
                table: "job",
                columns: new[] { "CategoryId", "PostedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_job_ClientId_State",
                table: "job",
                columns: new[] { "ClientId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_job_CreatedAt_Id",
                table: "job",
                columns: new[] { "CreatedAt", "Id" },
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "IX_job_ExpiresAt",
                table: "job",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_job_State_PostedAt",
                table: "job",
                columns: new[] { "State", "PostedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_job_WarnAt",
                table: "job",
                column: "WarnAt");

            migrationBuilder.CreateIndex(
                name: "IX_job_file_FileId",
                table: "job_file",
                column: "FileId");

            migrationBuilder.CreateIndex(
                name: "IX_job_guest_MemberId",
                table: "job_guest",
                column: "MemberId");

            migrationBuilder.CreateIndex(
                name: "IX_job_mark_MemberId_Kind_At_JobId",
                table: "job_mark",
                columns: new[] { "MemberId", "Kind", "At", "JobId" });

            migrationBuilder.CreateIndex(
                name: "IX_job_question_JobId",
                table: "job_question",
                column: "JobId");

            migrationBuilder.CreateIndex(
                name: "IX_job_skill_SkillId",
                table: "job_skill",
                column: "SkillId");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_account_Code",
                table: "ledger_account",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ledger_account_OwnerId",
                table: "ledger_account",
                column: "OwnerId",
                filter: "\"OwnerId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_account_StripeOf",
                table: "ledger_account",
                column: "StripeOf",
                filter: "\"StripeOf\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_adjustment_State_Id",
                table: "ledger_adjustment",
                columns: new[] { "State", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_ledger_checkpoint_Day",
                table: "ledger_checkpoint",
                column: "Day");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_entry_TransactionId",
                table: "ledger_entry",
                column: "TransactionId");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_seal_FromId",
                table: "ledger_seal",
                column: "FromId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ledger_transaction_ClientId_Id",
                table: "ledger_transaction",
                columns: new[] { "ClientId", "Id" },
                filter: "\"ClientId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_transaction_ContractId_Id",
                table: "ledger_transaction",
                columns: new[] { "ContractId", "Id" },
                filter: "\"ContractId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_transaction_FreelancerId_Id",
                table: "ledger_transaction",
                columns: new[] { "FreelancerId", "Id" },
                filter: "\"FreelancerId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_transaction_RecordedAt",
                table: "ledger_transaction",
                column: "RecordedAt");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_transaction_ReversesUid",
                table: "ledger_transaction",
                column: "ReversesUid",
                unique: true,
                filter: "\"ReversesUid\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_transaction_SubjectId",
                table: "ledger_transaction",
                column: "SubjectId");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_transaction_Uid",
                table: "ledger_transaction",
                column: "Uid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_mail_QueuedAt_Id",
                table: "mail",
                columns: new[] { "QueuedAt", "Id" },
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "IX_mail_ToAddress_QueuedAt",
                table: "mail",
                columns: new[] { "ToAddress", "QueuedAt" });

            migrationBuilder.CreateIndex(
                name: "ix_mail_waiting",
                table: "mail",
                column: "QueuedAt",
                filter: "\"SentAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_mailbox_event_At",
                table: "mailbox_event",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_member_CreatedAt_Id",
                table: "member",
                columns: new[] { "CreatedAt", "Id" },
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "IX_member_NormalizedEmail",
                table: "member",
                column: "NormalizedEmail",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_member_NormalizedUserName",
                table: "member",
                column: "NormalizedUserName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_member_Roles",
                table: "member",
                column: "Roles");

            migrationBuilder.CreateIndex(
                name: "IX_member_SuspendedAt",
                table: "member",
                column: "SuspendedAt");

            migrationBuilder.CreateIndex(
                name: "IX_member_claim_UserId",
                table: "member_claim",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_member_link_MemberId_Purpose",
                table: "member_link",
                columns: new[] { "MemberId", "Purpose" });

            migrationBuilder.CreateIndex(
                name: "IX_member_login_UserId",
                table: "member_login",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_message_AuthorId",
                table: "message",
                column: "AuthorId");

            migrationBuilder.CreateIndex(
                name: "IX_message_Id",
                table: "message",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_message_file_FileId",
                table: "message_file",
                column: "FileId");

            migrationBuilder.CreateIndex(
                name: "IX_milestone_AutoReleaseAt",
                table: "milestone",
                column: "AutoReleaseAt");

            migrationBuilder.CreateIndex(
                name: "IX_milestone_ContractId_Number",
                table: "milestone",
                columns: new[] { "ContractId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_milestone_RefundAt",
                table: "milestone",
                column: "RefundAt");

            migrationBuilder.CreateIndex(
                name: "IX_money_certificate_Code",
                table: "money_certificate",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_money_certificate_PartyId_IssuedAt",
                table: "money_certificate",
                columns: new[] { "PartyId", "IssuedAt" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "IX_money_certificate_RequestId",
                table: "money_certificate",
                column: "RequestId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_offer_ClientId_CreatedAt_Id",
                table: "offer",
                columns: new[] { "ClientId", "CreatedAt", "Id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_offer_ExpiresAt",
                table: "offer",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_offer_FreelancerId_CreatedAt_Id",
                table: "offer",
                columns: new[] { "FreelancerId", "CreatedAt", "Id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_offer_ProposalId",
                table: "offer",
                column: "ProposalId",
                unique: true,
                filter: "\"EndedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_offer_change_OfferId_At",
                table: "offer_change",
                columns: new[] { "OfferId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_onboarding_item_ContractId_Code",
                table: "onboarding_item",
                columns: new[] { "ContractId", "Code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_once_At",
                table: "once",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_outbox_DueAt_Id",
                table: "outbox",
                columns: new[] { "DueAt", "Id" },
                filter: "\"DoneAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_partner_member_PartnerId",
                table: "partner_member",
                column: "PartnerId");

            migrationBuilder.CreateIndex(
                name: "IX_partner_token_Hash",
                table: "partner_token",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_partner_token_PartnerId",
                table: "partner_token",
                column: "PartnerId");

            migrationBuilder.CreateIndex(
                name: "IX_pay_result_ContractId_Monday",
                table: "pay_result",
                columns: new[] { "ContractId", "Monday" });

            migrationBuilder.CreateIndex(
                name: "IX_pay_result_PartnerId_Id",
                table: "pay_result",
                columns: new[] { "PartnerId", "Id" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "IX_pay_result_PartnerId_Reference",
                table: "pay_result",
                columns: new[] { "PartnerId", "Reference" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_payment_method_ClientId_CreatedAt",
                table: "payment_method",
                columns: new[] { "ClientId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_payment_method_ExpiresAt",
                table: "payment_method",
                column: "ExpiresAt",
                filter: "\"ExpiredAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "ux_payment_method_default",
                table: "payment_method",
                column: "ClientId",
                unique: true,
                filter: "\"DefaultSince\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_payout_CreatedAt_Id",
                table: "payout",
                columns: new[] { "CreatedAt", "Id" },
                filter: "\"WithheldFor\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_payout_FreelancerId_CreatedAt",
                table: "payout",
                columns: new[] { "FreelancerId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_payout_method_ActiveAt",
                table: "payout_method",
                column: "ActiveAt",
                filter: "\"ActivatedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_payout_method_Fingerprint",
                table: "payout_method",
                column: "Fingerprint");

            migrationBuilder.CreateIndex(
                name: "IX_payout_method_FreelancerId_Fingerprint",
                table: "payout_method",
                columns: new[] { "FreelancerId", "Fingerprint" },
                unique: true,
                filter: "\"RemovedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_payout_method_name_waits",
                table: "payout_method",
                columns: new[] { "CreatedAt", "Id" },
                filter: "\"NameNote\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_payout_run_FreelancerId_DueAt",
                table: "payout_run",
                columns: new[] { "FreelancerId", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_payout_schedule_NextAt",
                table: "payout_schedule",
                column: "NextAt",
                filter: "\"NextAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_payroll_contract_PartnerId_StartedAt_ContractId",
                table: "payroll_contract",
                columns: new[] { "PartnerId", "StartedAt", "ContractId" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_payroll_contract_StartedAt_ContractId",
                table: "payroll_contract",
                columns: new[] { "StartedAt", "ContractId" },
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "IX_payroll_hours_ContractId_Monday_Number",
                table: "payroll_hours",
                columns: new[] { "ContractId", "Monday", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_payroll_hours_PartnerId_Id",
                table: "payroll_hours",
                columns: new[] { "PartnerId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_payroll_price_Country_Currency_PartnerId_From",
                table: "payroll_price",
                columns: new[] { "Country", "Currency", "PartnerId", "From" });

            migrationBuilder.CreateIndex(
                name: "IX_payroll_price_PartnerId_From",
                table: "payroll_price",
                columns: new[] { "PartnerId", "From" });

            migrationBuilder.CreateIndex(
                name: "IX_payroll_week_ContractId_Monday",
                table: "payroll_week",
                columns: new[] { "ContractId", "Monday" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_payroll_week_PartnerId_Monday_Id",
                table: "payroll_week",
                columns: new[] { "PartnerId", "Monday", "Id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_payroll_week_PartnerId_State_Currency",
                table: "payroll_week",
                columns: new[] { "PartnerId", "State", "Currency" });

            migrationBuilder.CreateIndex(
                name: "IX_payroll_week_PayoutId",
                table: "payroll_week",
                column: "PayoutId");

            migrationBuilder.CreateIndex(
                name: "IX_payroll_week_State_Monday_Id",
                table: "payroll_week",
                columns: new[] { "State", "Monday", "Id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_portfolio_file_ItemId",
                table: "portfolio_file",
                column: "ItemId");

            migrationBuilder.CreateIndex(
                name: "IX_portfolio_item_ProfileId",
                table: "portfolio_item",
                column: "ProfileId");

            migrationBuilder.CreateIndex(
                name: "IX_profile_skill_SkillId",
                table: "profile_skill",
                column: "SkillId");

            migrationBuilder.CreateIndex(
                name: "IX_proposal_ClientId",
                table: "proposal",
                column: "ClientId");

            migrationBuilder.CreateIndex(
                name: "IX_proposal_FreelancerId_AllowanceUntil",
                table: "proposal",
                columns: new[] { "FreelancerId", "AllowanceUntil" });

            migrationBuilder.CreateIndex(
                name: "IX_proposal_FreelancerId_CreatedAt",
                table: "proposal",
                columns: new[] { "FreelancerId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_proposal_JobId_FreelancerId",
                table: "proposal",
                columns: new[] { "JobId", "FreelancerId" },
                unique: true,
                filter: "\"EndedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_proposal_JobId_SentAt",
                table: "proposal",
                columns: new[] { "JobId", "SentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_proposal_file_FileId",
                table: "proposal_file",
                column: "FileId");

            migrationBuilder.CreateIndex(
                name: "IX_provider_event_NextAt",
                table: "provider_event",
                column: "NextAt",
                filter: "\"NextAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_provider_operation_NextAt",
                table: "provider_operation",
                column: "NextAt",
                filter: "\"EndedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_provider_operation_Provider_Reference",
                table: "provider_operation",
                columns: new[] { "Provider", "Reference" });

            migrationBuilder.CreateIndex(
                name: "IX_provider_operation_SubjectId",
                table: "provider_operation",
                column: "SubjectId");

            migrationBuilder.CreateIndex(
                name: "IX_provider_settlement_line_OperationId",
                table: "provider_settlement_line",
                column: "OperationId");

            migrationBuilder.CreateIndex(
                name: "IX_provider_settlement_line_Provider_BookedAt",
                table: "provider_settlement_line",
                columns: new[] { "Provider", "BookedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ranking_training_Role_At_Id",
                table: "ranking_training",
                columns: new[] { "Role", "At", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_ranking_training_Role_Number",
                table: "ranking_training",
                columns: new[] { "Role", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_reconciliation_At_Id",
                table: "reconciliation",
                columns: new[] { "At", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_reconciliation_difference_EndedAt_FoundAt_Id",
                table: "reconciliation_difference",
                columns: new[] { "EndedAt", "FoundAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_review_ClientId_By_ShownAt_Id",
                table: "review",
                columns: new[] { "ClientId", "By", "ShownAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_review_ContractId_By",
                table: "review",
                columns: new[] { "ContractId", "By" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_review_FreelancerId_By_ShownAt_Id",
                table: "review",
                columns: new[] { "FreelancerId", "By", "ShownAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_room_ClientId_LastAt_Id",
                table: "room",
                columns: new[] { "ClientId", "LastAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_room_FreelancerId_LastAt_Id",
                table: "room",
                columns: new[] { "FreelancerId", "LastAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_room_Kind_SubjectId_FreelancerId",
                table: "room",
                columns: new[] { "Kind", "SubjectId", "FreelancerId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_room_reader_MailDueAt",
                table: "room_reader",
                column: "MailDueAt");

            migrationBuilder.CreateIndex(
                name: "IX_room_reader_MemberId",
                table: "room_reader",
                column: "MemberId");

            migrationBuilder.CreateIndex(
                name: "IX_sandbox_dispute_OperationId",
                table: "sandbox_dispute",
                column: "OperationId");

            migrationBuilder.CreateIndex(
                name: "IX_sandbox_dispute_TellAt",
                table: "sandbox_dispute",
                column: "TellAt",
                filter: "\"TellAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_sandbox_operation_BookedAt",
                table: "sandbox_operation",
                column: "BookedAt");

            migrationBuilder.CreateIndex(
                name: "IX_sandbox_operation_ResolvesAt",
                table: "sandbox_operation",
                column: "ResolvesAt",
                filter: "\"ResolvesAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_sandbox_operation_ReturnedAt",
                table: "sandbox_operation",
                column: "ReturnedAt",
                filter: "\"ReturnedAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_saved_person_MemberId_SavedAt_FreelancerId",
                table: "saved_person",
                columns: new[] { "MemberId", "SavedAt", "FreelancerId" });

            migrationBuilder.CreateIndex(
                name: "IX_saved_search_Kind_Id",
                table: "saved_search",
                columns: new[] { "Kind", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_saved_search_MemberId_Kind_QueryHash",
                table: "saved_search",
                columns: new[] { "MemberId", "Kind", "QueryHash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_saved_search_MemberId_Slot",
                table: "saved_search",
                columns: new[] { "MemberId", "Slot" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_search_hit_DueAt_MemberId",
                table: "search_hit",
                columns: new[] { "DueAt", "MemberId" });

            migrationBuilder.CreateIndex(
                name: "IX_search_hit_SearchId_FoundAt",
                table: "search_hit",
                columns: new[] { "SearchId", "FoundAt" });

            migrationBuilder.CreateIndex(
                name: "IX_settlement_offer_DisputeId_At",
                table: "settlement_offer",
                columns: new[] { "DisputeId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_settlement_offer_DisputeId_By",
                table: "settlement_offer",
                columns: new[] { "DisputeId", "By" },
                unique: true,
                filter: "\"EndedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_shortlist_mail_DueAt",
                table: "shortlist_mail",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_shown_list_At",
                table: "shown_list",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_shown_list_Role_At_Id",
                table: "shown_list",
                columns: new[] { "Role", "At", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_shown_outcome_At",
                table: "shown_outcome",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_shown_outcome_Role_At",
                table: "shown_outcome",
                columns: new[] { "Role", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_shown_outcome_Role_What_SourceId",
                table: "shown_outcome",
                columns: new[] { "Role", "What", "SourceId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_skill_CategoryId",
                table: "skill",
                column: "CategoryId");

            migrationBuilder.CreateIndex(
                name: "IX_staffing_partner_Name",
                table: "staffing_partner",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_submission_MilestoneId_At",
                table: "submission",
                columns: new[] { "MilestoneId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_suspension_MemberId",
                table: "suspension",
                column: "MemberId",
                unique: true,
                filter: "\"LiftedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_suspension_MemberId_SuspendedAt",
                table: "suspension",
                columns: new[] { "MemberId", "SuspendedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_talent_change_Number",
                table: "talent_change",
                column: "Number");

            migrationBuilder.CreateIndex(
                name: "IX_tax_form_MemberId_Id",
                table: "tax_form",
                columns: new[] { "MemberId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_tax_paper_MemberId_Id",
                table: "tax_paper",
                columns: new[] { "MemberId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_tax_paper_RunId_MemberId",
                table: "tax_paper",
                columns: new[] { "RunId", "MemberId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tax_payment_State_Id",
                table: "tax_payment",
                columns: new[] { "State", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_tax_profile_NextAt",
                table: "tax_profile",
                column: "NextAt",
                filter: "\"NextAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_tax_profile_State_MemberId",
                table: "tax_profile",
                columns: new[] { "State", "MemberId" });

            migrationBuilder.CreateIndex(
                name: "IX_tax_run_Document_Year_Number",
                table: "tax_run",
                columns: new[] { "Document", "Year", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tracker_command_At",
                table: "tracker_command",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_tracker_device_MemberId_PairedAt",
                table: "tracker_device",
                columns: new[] { "MemberId", "PairedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_tracker_device_TokenHash",
                table: "tracker_device",
                column: "TokenHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tracker_pairing_Code",
                table: "tracker_pairing",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tracker_pairing_ExpiresAt",
                table: "tracker_pairing",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_tracking_lease_ContractId",
                table: "tracking_lease",
                column: "ContractId");

            migrationBuilder.CreateIndex(
                name: "IX_tracking_lease_FreelancerId",
                table: "tracking_lease",
                column: "FreelancerId",
                unique: true,
                filter: "\"StoppedAt\" IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit");

            migrationBuilder.DropTable(
                name: "bank_file");

            migrationBuilder.DropTable(
                name: "bank_line");

            migrationBuilder.DropTable(
                name: "bank_operation");

            migrationBuilder.DropTable(
                name: "bank_statement");

            migrationBuilder.DropTable(
                name: "bonus");

            migrationBuilder.DropTable(
                name: "certificate");

            migrationBuilder.DropTable(
                name: "charge");

            migrationBuilder.DropTable(
                name: "chargeback");

            migrationBuilder.DropTable(
                name: "chargeback_part");

            migrationBuilder.DropTable(
                name: "chore");

            migrationBuilder.DropTable(
                name: "classification");

            migrationBuilder.DropTable(
                name: "classification_answers");

            migrationBuilder.DropTable(
                name: "classification_setting");

            migrationBuilder.DropTable(
                name: "client_debt");

            migrationBuilder.DropTable(
                name: "client_member");

            migrationBuilder.DropTable(
                name: "client_refund");

            migrationBuilder.DropTable(
                name: "concept");

            migrationBuilder.DropTable(
                name: "concept_link");

            migrationBuilder.DropTable(
                name: "concept_merge");

            migrationBuilder.DropTable(
                name: "concept_name");

            migrationBuilder.DropTable(
                name: "contract_event");

            migrationBuilder.DropTable(
                name: "contract_limit");

            migrationBuilder.DropTable(
                name: "contract_rate");

            migrationBuilder.DropTable(
                name: "DataProtectionKeys");

            migrationBuilder.DropTable(
                name: "demo_door");

            migrationBuilder.DropTable(
                name: "diary_change");

            migrationBuilder.DropTable(
                name: "diary_consent");

            migrationBuilder.DropTable(
                name: "diary_deletion");

            migrationBuilder.DropTable(
                name: "diary_memo");

            migrationBuilder.DropTable(
                name: "diary_minute");

            migrationBuilder.DropTable(
                name: "diary_segment");

            migrationBuilder.DropTable(
                name: "diary_week");

            migrationBuilder.DropTable(
                name: "dispute_file");

            migrationBuilder.DropTable(
                name: "document_number");

            migrationBuilder.DropTable(
                name: "dormancy");

            migrationBuilder.DropTable(
                name: "earning");

            migrationBuilder.DropTable(
                name: "education");

            migrationBuilder.DropTable(
                name: "employment");

            migrationBuilder.DropTable(
                name: "exchange_quote");

            migrationBuilder.DropTable(
                name: "exchange_rate");

            migrationBuilder.DropTable(
                name: "fee_schedule");

            migrationBuilder.DropTable(
                name: "holding");

            migrationBuilder.DropTable(
                name: "hour_dispute_file");

            migrationBuilder.DropTable(
                name: "hour_dispute_segment");

            migrationBuilder.DropTable(
                name: "instance");

            migrationBuilder.DropTable(
                name: "instance_secret");

            migrationBuilder.DropTable(
                name: "invitation");

            migrationBuilder.DropTable(
                name: "invoice_bundle");

            migrationBuilder.DropTable(
                name: "invoice_pdf");

            migrationBuilder.DropTable(
                name: "invoicing_mandate");

            migrationBuilder.DropTable(
                name: "job_file");

            migrationBuilder.DropTable(
                name: "job_guest");

            migrationBuilder.DropTable(
                name: "job_mark");

            migrationBuilder.DropTable(
                name: "job_question");

            migrationBuilder.DropTable(
                name: "job_skill");

            migrationBuilder.DropTable(
                name: "job_skill_correction");

            migrationBuilder.DropTable(
                name: "ledger_adjustment");

            migrationBuilder.DropTable(
                name: "ledger_balance");

            migrationBuilder.DropTable(
                name: "ledger_checkpoint");

            migrationBuilder.DropTable(
                name: "ledger_entry");

            migrationBuilder.DropTable(
                name: "ledger_mark");

            migrationBuilder.DropTable(
                name: "ledger_period");

            migrationBuilder.DropTable(
                name: "ledger_seal");

            migrationBuilder.DropTable(
                name: "ledger_transaction");

            migrationBuilder.DropTable(
                name: "legal_identity");

            migrationBuilder.DropTable(
                name: "limit_notice");

            migrationBuilder.DropTable(
                name: "mail");

            migrationBuilder.DropTable(
                name: "mailbox");

            migrationBuilder.DropTable(
                name: "mailbox_event");

            migrationBuilder.DropTable(
                name: "member_claim");

            migrationBuilder.DropTable(
                name: "member_link");

            migrationBuilder.DropTable(
                name: "member_login");

            migrationBuilder.DropTable(
                name: "member_token");

            migrationBuilder.DropTable(
                name: "message_file");

            migrationBuilder.DropTable(
                name: "money_certificate");

            migrationBuilder.DropTable(
                name: "offer_change");

            migrationBuilder.DropTable(
                name: "onboarding_item");

            migrationBuilder.DropTable(
                name: "once");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "pair_billing");

            migrationBuilder.DropTable(
                name: "partner_member");

            migrationBuilder.DropTable(
                name: "partner_token");

            migrationBuilder.DropTable(
                name: "pay_currency");

            migrationBuilder.DropTable(
                name: "pay_result");

            migrationBuilder.DropTable(
                name: "payment_method");

            migrationBuilder.DropTable(
                name: "payout");

            migrationBuilder.DropTable(
                name: "payout_method");

            migrationBuilder.DropTable(
                name: "payout_run");

            migrationBuilder.DropTable(
                name: "payout_schedule");

            migrationBuilder.DropTable(
                name: "payroll_hours");

            migrationBuilder.DropTable(
                name: "payroll_price");

            migrationBuilder.DropTable(
                name: "payroll_week");

            migrationBuilder.DropTable(
                name: "portfolio_file");

            migrationBuilder.DropTable(
                name: "private_feedback");

            migrationBuilder.DropTable(
                name: "profile_language");

            migrationBuilder.DropTable(
                name: "profile_skill");

            migrationBuilder.DropTable(
                name: "profile_skill_correction");

            migrationBuilder.DropTable(
                name: "proposal_answer");

            migrationBuilder.DropTable(
                name: "proposal_file");

            migrationBuilder.DropTable(
                name: "proposal_milestone");

            migrationBuilder.DropTable(
                name: "proposal_note");

            migrationBuilder.DropTable(
                name: "proposal_pick");

            migrationBuilder.DropTable(
                name: "proposal_turn");

            migrationBuilder.DropTable(
                name: "provider_account");

            migrationBuilder.DropTable(
                name: "provider_cursor");

            migrationBuilder.DropTable(
                name: "provider_event");

            migrationBuilder.DropTable(
                name: "provider_operation");

            migrationBuilder.DropTable(
                name: "provider_settlement_line");

            migrationBuilder.DropTable(
                name: "ranking_publication");

            migrationBuilder.DropTable(
                name: "ranking_training");

            migrationBuilder.DropTable(
                name: "reconciliation");

            migrationBuilder.DropTable(
                name: "reconciliation_difference");

            migrationBuilder.DropTable(
                name: "review_change");

            migrationBuilder.DropTable(
                name: "room_reader");

            migrationBuilder.DropTable(
                name: "sandbox_clock");

            migrationBuilder.DropTable(
                name: "sandbox_dispute");

            migrationBuilder.DropTable(
                name: "sandbox_instrument");

            migrationBuilder.DropTable(
                name: "sandbox_operation");

            migrationBuilder.DropTable(
                name: "saved_person");

            migrationBuilder.DropTable(
                name: "search_hit");

            migrationBuilder.DropTable(
                name: "settlement_offer");

            migrationBuilder.DropTable(
                name: "shortlist_mailed");

            migrationBuilder.DropTable(
                name: "shown_list");

            migrationBuilder.DropTable(
                name: "shown_outcome");

            migrationBuilder.DropTable(
                name: "skill");

            migrationBuilder.DropTable(
                name: "submission_file");

            migrationBuilder.DropTable(
                name: "suspension");

            migrationBuilder.DropTable(
                name: "talent_change");

            migrationBuilder.DropTable(
                name: "talent_feed_mark");

            migrationBuilder.DropTable(
                name: "talent_shown");

            migrationBuilder.DropTable(
                name: "tax_form_end");

            migrationBuilder.DropTable(
                name: "tax_paper");

            migrationBuilder.DropTable(
                name: "tax_payment");

            migrationBuilder.DropTable(
                name: "tax_profile");

            migrationBuilder.DropTable(
                name: "taxonomy_import");

            migrationBuilder.DropTable(
                name: "taxonomy_release");

            migrationBuilder.DropTable(
                name: "tracker_command");

            migrationBuilder.DropTable(
                name: "tracker_device");

            migrationBuilder.DropTable(
                name: "tracker_pairing");

            migrationBuilder.DropTable(
                name: "tracking_lease");

            migrationBuilder.DropTable(
                name: "week_mark");

            migrationBuilder.DropTable(
                name: "dispute_entry");

            migrationBuilder.DropTable(
                name: "hour_dispute_entry");

            migrationBuilder.DropTable(
                name: "invoice");

            migrationBuilder.DropTable(
                name: "ledger_account");

            migrationBuilder.DropTable(
                name: "message");

            migrationBuilder.DropTable(
                name: "offer");

            migrationBuilder.DropTable(
                name: "payroll_contract");

            migrationBuilder.DropTable(
                name: "staffing_partner");

            migrationBuilder.DropTable(
                name: "portfolio_item");

            migrationBuilder.DropTable(
                name: "file");

            migrationBuilder.DropTable(
                name: "proposal");

            migrationBuilder.DropTable(
                name: "review");

            migrationBuilder.DropTable(
                name: "saved_search");

            migrationBuilder.DropTable(
                name: "shortlist_mail");

            migrationBuilder.DropTable(
                name: "skill_category");

            migrationBuilder.DropTable(
                name: "submission");

            migrationBuilder.DropTable(
                name: "tax_form");

            migrationBuilder.DropTable(
                name: "tax_run");

            migrationBuilder.DropTable(
                name: "dispute");

            migrationBuilder.DropTable(
                name: "hour_dispute");

            migrationBuilder.DropTable(
                name: "room");

            migrationBuilder.DropTable(
                name: "freelancer_profile");

            migrationBuilder.DropTable(
                name: "feedback_round");

            migrationBuilder.DropTable(
                name: "job");

            migrationBuilder.DropTable(
                name: "milestone");

            migrationBuilder.DropTable(
                name: "member");

            migrationBuilder.DropTable(
                name: "client");

            migrationBuilder.DropTable(
                name: "contract");
        }
    }
}
