// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceConfigurationError;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those are told who have no runtime, or have lost parts of it. */
class RuntimeSearchTest {
  private static final String PROVIDER = "org.packetloom.runtime.LoomProvider";
  private static final String FILE = "META-INF/services/org.packetloom.spi.RuntimeProvider";
  private static final String RUNTIME =
      """
      package org.packetloom.runtime;

      public final class LoomProvider implements org.packetloom.spi.RuntimeProvider {
        @Override
        public org.packetloom.Packetloom.Builder builder() {
          throw new UnsupportedOperationException();
        }

        @Override
        public String version() {
          return "pretended";
        }

        @Override
        public org.packetloom.spi.MessageProvider messages() {
          throw new UnsupportedOperationException();
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void withoutRuntimeTheDependencyToAddIsNamed() {
    assertThatThrownBy(this::find)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("no runtime found: add org.packetloom:packetloom-runtime");
  }

  @Test
  void lostServiceFileIsNamedWithTheWayToKeepIt() throws IOException {
    compileRuntime();

    assertThatThrownBy(this::find)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            FILE, "lost when jars were merged", "ServicesResourceTransformer", PROVIDER);
  }

  @Test
  void lostClassOfTheRuntimeIsNamed() throws IOException {
    writeServiceFile();

    assertThatThrownBy(this::find)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(FILE, "merged or shrunk", PROVIDER)
        .hasCauseInstanceOf(ServiceConfigurationError.class);
  }

  @Test
  void runtimeWithItsServiceFileIsFound() throws IOException {
    compileRuntime();
    writeServiceFile();

    assertThat(find().version()).isEqualTo("pretended");
  }

  private RuntimeProvider find() throws IOException {
    ClassLoader api = RuntimeSearchTest.class.getClassLoader();
    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, api)) {
      return RuntimeSearch.find(loader);
    }
  }

  private void writeServiceFile() throws IOException {
    Path file = folder.resolve(FILE);
    Files.createDirectories(file.getParent());
    Files.writeString(file, PROVIDER + "\n");
  }

  private void compileRuntime() throws IOException {
    Path source = Files.writeString(folder.resolve("LoomProvider.java"), RUNTIME);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
    assertThat(status).as("javac").isZero();
  }
}
