// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Await;

/** A thread dump tells loops by name, and of each thread what it waits for. */
class ThreadDumpTest extends ToolkitTest {
  private static final int CLIENTS = 20;

  @TempDir Path folder;

  private int dumps;

  /** Serves, with threads that wait in several ways. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      LoomBuilder builder = builder("loop", "auto");
      builder.pollers(2);
      try (Packetloom loom = builder.open();
          var server =
              loom.serve(
                  "tcp://127.0.0.1:0",
                  stream -> {
                    stream.write(new byte[1]);
                    stream.read(new byte[1]);
                  })) {
        List<StreamConnector> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
          clients.add(loom.connect(server.uri()));
          assertThat(readByte(clients.getLast())).isZero();
        }
        System.out.println("ready");
        assertThat(System.in.read()).isNotNegative();
        for (StreamConnector client : clients) {
          client.close();
        }
      }
    }
  }

  @Test
  void loopsAndThreadsAreNamedAndTheirWaitsAreToldApart() throws Exception {
    var options = List.of(JavaChild.NATIVE_ACCESS, JavaChild.OPENS);
    Process child =
        new ProcessBuilder(JavaChild.command(options, Child.class))
            .redirectError(Redirect.INHERIT)
            .start();
    try (var output =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(output.readLine()).isEqualTo("ready");
      List<Entry> entries = atRest(child);
      assertThat(named(entries, "packetloom-loop-0")).hasSize(1);
      assertThat(named(entries, "packetloom-loop-1")).hasSize(1);
      assertThat(named(entries, "packetloom-monitor")).hasSize(1);
      assertThat(entries)
          .filteredOn(entry -> entry.text().contains("AcceptLoop.run"))
          .as("who accepts")
          .singleElement()
          .satisfies(entry -> assertThat(entry.name()).startsWith("packetloom-accept-tcp"));
      assertThat(entries)
          .filteredOn(entry -> entry.text().contains("ServedConnection.run"))
          .as("who serves")
          .hasSize(CLIENTS)
          .allSatisfy(
              entry -> {
                assertThat(entry.name()).isEqualTo("packetloom");
                assertThat(entry.text()).contains("DescriptorStream.read").contains("virtual");
              });
      child.getOutputStream().write(1);
      child.getOutputStream().flush();
      assertThat(child.waitFor()).isZero();
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  /** The threads of a process when all that serve have come to their reads. */
  private List<Entry> atRest(Process process) throws Exception {
    Deadline limit = Deadline.after(Await.LIMIT);
    List<Entry> entries;
    do {
      entries = parse(dump(process.pid()));
    } while (!isAtRest(entries) && !limit.hasPassed());
    return entries;
  }

  private static boolean isAtRest(List<Entry> entries) {
    long reading =
        entries.stream()
            .map(Entry::text)
            .filter(text -> text.contains("ServedConnection.run"))
            .filter(text -> text.contains("DescriptorStream.read"))
            .count();
    // a loop that was handed over has two threads until the one that was overtaken comes back
    return reading == CLIENTS
        && named(entries, "packetloom-loop-0").size() == 1
        && named(entries, "packetloom-loop-1").size() == 1;
  }

  private String dump(long process) throws Exception {
    Path file = folder.resolve("threads-" + ++dumps + ".json");
    JavaChild.run(
        List.of(
            JavaChild.tool("jcmd"),
            Long.toString(process),
            "Thread.dump_to_file",
            "-format=json",
            file.toString()));
    return Files.readString(file);
  }

  /** A thread of a dump: its name, and all that is said of it. */
  private record Entry(String name, String text) {}

  private static List<Entry> parse(String json) {
    List<Entry> entries = new ArrayList<>();
    for (String text : json.split("\"tid\":")) {
      int at = text.indexOf("\"name\": \"");
      if (at >= 0) {
        int begin = at + "\"name\": \"".length();
        entries.add(new Entry(text.substring(begin, text.indexOf('"', begin)), text));
      }
    }
    return entries;
  }

  private static List<Entry> named(List<Entry> entries, String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).toList();
  }
}
