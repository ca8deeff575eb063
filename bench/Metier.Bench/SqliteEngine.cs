using Microsoft.Data.Sqlite;

namespace Metier.Bench;

/// <summary>SQLite FTS5: BM25 over skills and words joined with the rate; no composite score.</summary>
internal sealed class SqliteEngine : IEngine
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"metier-bench-{Guid.CreateVersion7():N}.db");
    private readonly ThreadLocal<SqliteConnection> _connections;

    public SqliteEngine()
    {
        _connections = new ThreadLocal<SqliteConnection>(Open, trackAllValues: true);
        Run("PRAGMA journal_mode=WAL");
        Run("CREATE TABLE person(number INTEGER PRIMARY KEY, rate INTEGER NOT NULL)");
        Run("CREATE VIRTUAL TABLE words USING fts5(content, content='', tokenize='unicode61', contentless_delete=1)");
    }

    public string Name => "SQLite FTS5";

    public void Build(IEnumerable<Profile> profiles)
    {
        foreach (var some in profiles.Chunk(20_000))
        {
            using var transaction = _connections.Value!.BeginTransaction();
            foreach (var profile in some)
            {
                Put(profile);
            }

            transaction.Commit();
        }
    }

    public IReadOnlyList<int> Ask(Question question)
    {
        using var command = _connections.Value!.CreateCommand();
        command.CommandText =
            "SELECT words.rowid FROM words JOIN person ON person.number = words.rowid "
            + "WHERE words MATCH $words AND person.rate <= $rate ORDER BY rank LIMIT 20";
        command.Parameters.AddWithValue(
            "$words",
            string.Join(" OR ", question.Skills.Select(Skill).Concat(question.Words))
        );
        command.Parameters.AddWithValue("$rate", question.MostMinor);
        using var reader = command.ExecuteReader();
        var found = new List<int>();
        while (reader.Read())
        {
            found.Add(reader.GetInt32(0));
        }

        return found;
    }

    public long Size() => new FileInfo(_file).Length;

    public void Change(Profile profile)
    {
        using var transaction = _connections.Value!.BeginTransaction();
        Put(profile);
        transaction.Commit();
        Ask(new Question([1999], [], long.MaxValue));
    }

    public TimeSpan? Restart() => null;

    public void Dispose()
    {
        foreach (var connection in _connections.Values)
        {
            connection.Dispose();
        }

        SqliteConnection.ClearAllPools();
        foreach (var file in new[] { _file, _file + "-wal", _file + "-shm" })
        {
            File.Delete(file);
        }
    }

    private void Put(Profile profile)
    {
        var number = World.NumberOf(profile.Document.Id);
        Run(
            "INSERT OR REPLACE INTO person(number, rate) VALUES ($n, $r)",
            ("$n", number),
            ("$r", profile.Document.RateMinor ?? 0)
        );
        Run(
            "INSERT OR REPLACE INTO words(rowid, content) VALUES ($n, $w)",
            ("$n", number),
            (
                "$w",
                string.Join(' ', profile.Skills.Select(Skill))
                    + " "
                    + profile.Document.Title
                    + " "
                    + profile.Document.Overview
            )
        );
    }

    private static string Skill(int number) => $"skill{number}";

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={_file}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous=OFF; PRAGMA cache_size=-262144; PRAGMA mmap_size=2147483648";
        command.ExecuteNonQuery();
        return connection;
    }

    private void Run(string sql, params (string Name, object Value)[] values)
    {
        using var command = _connections.Value!.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }
}
