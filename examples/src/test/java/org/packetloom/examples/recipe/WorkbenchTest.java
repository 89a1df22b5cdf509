// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkbenchTest {
  private final StringWriter printed = new StringWriter();
  private final Workbench bench = new Workbench(new PrintWriter(printed, true), Optional.empty());

  @Test
  void rowShowsWhatCameOfEach() throws Exception {
    bench.row("first", () -> "ours", () -> "theirs");
    bench.row("second", () -> "ours", "not to be had");

    assertThat(bench.isAllWell()).isTrue();
    assertThat(printed.toString().lines().map(line -> line.strip().replaceAll("  +", "|")))
        .containsExactly("Packetloom|JDK", "first|ours|theirs", "second|ours|not to be had");
  }

  @Test
  void trialsRunOnVirtualThreads() throws Exception {
    bench.row("kind", WorkbenchTest::kind, WorkbenchTest::kind);

    assertThat(printed.toString()).contains("virtual", "virtual").doesNotContain("platform");
  }

  private static String kind() {
    return Thread.currentThread().isVirtual() ? "virtual" : "platform";
  }

  @Test
  void failureIsShownAndRemembered() throws Exception {
    bench.row("wrong", () -> Workbench.ensure("two", "one and\nthree"), () -> "theirs");

    assertThat(bench.isAllWell()).isFalse();
    assertThat(printed.toString()).contains("FAILED: IllegalStateException: one and; three");
  }

  @Test
  void missingServerIsOneSentenceWithThePackage() {
    assertThatExceptionOfType(MissingServerException.class)
        .isThrownBy(() -> ServerFolder.program("no-such-server", "some-package", List.of()))
        .withMessage(
            "no-such-server is not installed: get package some-package, or name a server by --url");
  }

  @Test
  void nothingIsLeftOfAServerThatIsClosed() throws Exception {
    ServerFolder folder = ServerFolder.make("test");
    folder.write("secret", "text");
    ServerProcess server =
        folder.start(List.of("sh", "-c", "echo $$ >pid; echo up; exec sleep 1000"));
    server.await(
        () -> {
          if (!Files.readString(folder.path().resolve("log")).contains("up")) {
            throw new IOException("not yet");
          }
        });
    long pid = Long.parseLong(Files.readString(folder.path().resolve("pid")).strip());

    folder.close();

    assertThat(folder.path()).doesNotExist();
    assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive)).isNotEqualTo(Optional.of(true));
  }

  @Test
  void serverThatEndsAtOnceTellsWhatItSaid() throws Exception {
    try (ServerFolder folder = ServerFolder.make("test")) {
      ServerProcess server = folder.start(List.of("sh", "-c", "echo no room; exit 1"));

      assertThatExceptionOfType(IOException.class)
          .isThrownBy(
              () ->
                  server.await(
                      () -> {
                        throw new IOException("refused");
                      }))
          .withMessageContaining("no room");
    }
  }
}
