// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  @TempDir private Path folder;
  private LauncherTree tree;

  @BeforeEach
  void plantTree() throws IOException {
    tree = LauncherTree.plant(folder);
  }

  @Test
  void isValidShell() throws Exception {
    assertThat(tree.run(List.of("sh", "-n", "packetloom"), "").status()).isZero();
  }

  @Test
  void firstUseBuildsAndThenRunsWithTheArgumentsAsTyped() throws Exception {
    var launch = tree.launch("cat", "two words", "*");

    assertThat(launch.status()).isEqualTo(7);
    assertThat(tree.builds()).isEqualTo(1);
    assertThat(launch.out().lines())
        .containsSubsequence(
            "-Dpacketloom.engine=loop", "-jar", tree.jar().toString(), "cat", "two words", "*");
    assertThat(launch.err()).contains("packetloom: building");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fan-out", "hedge"})
  void previewsAreSwitchedOnForTheExamplesThatNeedThem(String subcommand) throws Exception {
    assertThat(tree.launch("--engine", "virtual", subcommand).out().lines())
        .containsSubsequence("--enable-preview", "-jar", subcommand);
    assertThat(tree.launch("demo").out()).doesNotContain("preview");
  }

  @Test
  void secondUseDoesNotBuild() throws Exception {
    tree.launch();

    var second = tree.launch();

    assertThat(tree.builds()).isEqualTo(1);
    assertThat(second.err()).isEmpty();
  }

  @Test
  void standardInputIsLeftToTheCommand() throws Exception {
    assertThat(tree.launchWithInput("for the command").out()).endsWith("for the command");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api/src/main/Some.java",
        "examples/src/preview/Some.java",
        "runtime/pom.xml",
        "pom.xml"
      })
  void newerSourceIsBuilt(String source) throws Exception {
    tree.launch();
    var later = FileTime.from(Instant.now().plus(Duration.ofMinutes(1)));
    Files.setLastModifiedTime(tree.root().resolve(source), later);

    tree.launch();

    assertThat(tree.builds()).isEqualTo(2);
  }

  @Test
  void buildByHandIsUsed() throws Exception {
    tree.buildByHand();

    var launch = tree.launch();

    assertThat(launch.status()).isEqualTo(7);
    assertThat(tree.builds()).isZero();
  }

  @Test
  void failedBuildIsToldAndNothingRuns() throws Exception {
    tree.script("tools/mvn", "echo reason; exit 1");

    var launch = tree.launch();

    assertThat(launch.status()).isEqualTo(1);
    assertThat(launch.out()).isEmpty();
    assertThat(launch.err()).contains("reason", "packetloom: the build failed");
  }

  @Test
  void failedBuildIsTriedAgain() throws Exception {
    tree.script("tools/mvn", "exit 1");
    tree.launch();
    tree.plantMaven();

    assertThat(tree.launch().status()).isEqualTo(7);
  }

  @Test
  void missingMavenIsTold() throws Exception {
    Files.delete(tree.folder().resolve("tools/mvn"));

    var launch = tree.launch();

    assertThat(launch.status()).isEqualTo(1);
    assertThat(launch.err()).contains("mvn", "Maven");
  }

  @Test
  void folderThatCannotBeWrittenIsTold() throws Exception {
    Files.createFile(tree.root().resolve("examples/target"));

    var launch = tree.launch();

    assertThat(launch.status()).isEqualTo(1);
    assertThat(launch.err()).contains("examples/target cannot be written");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void launchesAtTheSameTimeBuildOnce(boolean hasFlock) throws Exception {
    if (!hasFlock) {
      Files.deleteIfExists(tree.folder().resolve("tools/flock"));
    }
    tree.plantSlowMaven();
    Process first = tree.start();
    Process second = tree.start();

    assertThat(first.waitFor()).isEqualTo(7);
    assertThat(second.waitFor()).isEqualTo(7);
    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void worksThroughSymbolicLinksFromAnyFolder() throws Exception {
    Path bin = Files.createDirectory(tree.folder().resolve("other bin"));
    Files.createSymbolicLink(bin.resolve("direct"), tree.root().resolve("examples/packetloom"));
    Files.createSymbolicLink(bin.resolve("indirect"), Path.of("direct"));

    var launch = tree.run(List.of(bin.resolve("indirect").toString()), "");

    assertThat(launch.status()).isEqualTo(7);
    assertThat(launch.out()).contains(tree.jar().toString());
  }

  @Test
  void oldJavaHomeIsPassedOver() throws Exception {
    tree.plantJdk("old", "17.0.15");
    tree.plantJdk("new", "26-ea");
    Files.createSymbolicLink(
        tree.folder().resolve("tools/java"), tree.folder().resolve("new/bin/java"));

    var launch =
        tree.run(tree.command(), "", Map.of("JAVA_HOME", tree.folder().resolve("old").toString()));

    assertThat(launch.out()).startsWith(tree.folder().resolve("new") + "/bin/java\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseZGC", "-XX:+UseG1GC -Xmx1g"})
  void collectorOfTheUserWins(String options) throws Exception {
    var launch = tree.run(tree.command(), "", Map.of("JDK_JAVA_OPTIONS", options));

    assertThat(launch.out()).doesNotContain("UseSerialGC");
    assertThat(tree.launch().out()).contains("-XX:+UseSerialGC");
  }
}
