// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.packetloom.Packetloom;

/**
 * The recipes of adoption/ are told, and name this version. That they do what they claim is shown
 * by {@code mvn -Padoption verify}, which takes minutes.
 */
@DisabledOnOs(OS.WINDOWS)
class AdoptionTest {
  private static final Path FOLDER = Path.of("adoption");
  private static final Pattern ROW = Pattern.compile("^\\| `examples/adopt ([a-z-]+)` \\|");
  private static final Pattern VERSION =
      Pattern.compile("<packetloom\\.version>(.*?)<|packetloom-runtime:([^']*)'");

  @Test
  void everyRecipeIsACommandInTheReadme() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("README.md")).stream()
            .flatMap(line -> ROW.matcher(line).results().map(found -> found.group(1)))
            .toList();

    assertThat(rows).containsExactlyInAnyOrderElementsOf(recipes());
  }

  @Test
  void everyRecipeHasAProject() throws IOException {
    assertThat(recipes())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(FOLDER.resolve(each)).exists());
  }

  @Test
  void everyProjectNamesTheVersionOfThisBuild() throws IOException {
    for (String recipe : recipes()) {
      try (Stream<Path> files = Files.list(FOLDER.resolve(recipe))) {
        List<Path> builds =
            files.filter(file -> file.toString().matches(".*(pom\\.xml|build\\.gradle)")).toList();
        assertThat(builds)
            .as(recipe)
            .hasSize(recipe.equals("musl") ? 0 : 1)
            .allSatisfy(
                build ->
                    assertThat(VERSION.matcher(Files.readString(build)).results())
                        .singleElement()
                        .extracting(
                            found -> found.group(1) == null ? found.group(2) : found.group(1))
                        .isEqualTo(Packetloom.version()));
      }
    }
  }

  @Test
  void listTellsEveryRecipeAndWhatItNeeds() throws Exception {
    Ended list = adopt("--list");

    assertThat(list.status()).isZero();
    for (String recipe : recipes()) {
      assertThat(list.output()).containsPattern("(?m)^" + recipe + " +\\S.*\\R +needs \\S");
    }
  }

  @Test
  void recipeThatIsUnknownIsRefusedWithThoseThereAre() throws Exception {
    Ended refused = adopt("ant");

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.output())
        .startsWith("adopt: unknown recipe ant; there are: ")
        .contains(recipes());
  }

  private static List<String> recipes() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".check"))
          .map(name -> name.replace(".check", ""))
          .toList();
    }
  }

  private static Ended adopt(String argument) throws Exception {
    Process process =
        new ProcessBuilder(Path.of("adopt").toAbsolutePath().toString(), argument)
            .redirectErrorStream(true)
            .start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ended: %s", output).isTrue();
      return new Ended(process.exitValue(), output);
    } finally {
      process.destroyForcibly();
    }
  }

  /** What a run came to. */
  private record Ended(int status, String output) {}
}
