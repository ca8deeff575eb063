using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Metier.Platform;

/// <summary>Which database this is. Everything that differs between the two is asked here.</summary>
public enum Dialect
{
    /// <summary>Embedded SQLite, one writer at a time.</summary>
    Sqlite,

    /// <summary>PostgreSQL 15 or later.</summary>
    Postgres,
}

/// <summary>The questions whose answer differs between the two databases.</summary>
public static class Dialects
{
    /// <summary>The dialect of a context.</summary>
    public static Dialect Of(DbContext db) =>
        db.Database.ProviderName!.Contains("Sqlite", StringComparison.Ordinal) ? Dialect.Sqlite : Dialect.Postgres;

    /// <summary>A unique or primary key was violated.</summary>
    public static bool IsDuplicateKey(Exception e) =>
        e switch
        {
            SqliteException { SqliteExtendedErrorCode: 2067 or 1555 } => true,
            PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => true,
            { InnerException: { } inner } => IsDuplicateKey(inner),
            _ => false,
        };

    /// <summary>A CHECK constraint was violated, such as the floor of a balance.</summary>
    public static bool IsCheckViolation(Exception e) =>
        e switch
        {
            SqliteException { SqliteExtendedErrorCode: 275 } => true,
            PostgresException { SqlState: PostgresErrorCodes.CheckViolation } => true,
            { InnerException: { } inner } => IsCheckViolation(inner),
            _ => false,
        };

    /// <summary>The database asks to try the whole transaction again (busy, deadlock, serialization).</summary>
    public static bool IsTransient(Exception e) =>
        e switch
        {
            SqliteException { SqliteErrorCode: 5 or 6 } => true,
            PostgresException
            {
                SqlState: PostgresErrorCodes.DeadlockDetected
                    or PostgresErrorCodes.SerializationFailure
                    or PostgresErrorCodes.LockNotAvailable
            } => true,
            { InnerException: { } inner } => IsTransient(inner),
            _ => false,
        };

    /// <summary>The LIKE pattern (escape character <c>\</c>) for texts that contain what was typed, which is a text and no pattern.</summary>
    public static string Contains(string typed) => "%" + Literal(typed) + "%";

    /// <summary>The LIKE pattern for texts that begin with what was typed.</summary>
    public static string BeginsWith(string typed) => Literal(typed) + "%";

    private static string Literal(string typed) =>
        typed
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);

    /// <summary>Appended to a SELECT that must hold its rows until the end of the transaction; SQLite has one writer anyway.</summary>
    public static string ForUpdate(Dialect dialect) => dialect == Dialect.Postgres ? " FOR UPDATE" : "";
}
