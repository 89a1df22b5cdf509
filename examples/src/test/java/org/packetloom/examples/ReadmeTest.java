// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadmeTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\R(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)\\)");

  @TempDir private Path folder;

  @Test
  void echoIsTheProgramOfTheExamples() throws IOException {
    String program =
        Files.readString(Path.of("src/main/java", "org/packetloom/examples/Echo.java"));

    assertThat(program).endsWith("package org.packetloom.examples;\n\n" + javaBlocks().getFirst());
  }

  @Test
  void echoCompilesAgainstTheApi() throws IOException {
    assertThat(errorsOf("Echo", javaBlocks().getFirst())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void everyOtherBlockCompiles(String block) {
    assertThat(errorsOf("Block", framed(block))).isEmpty();
  }

  static Stream<String> snippets() throws IOException {
    return javaBlocks().stream().skip(1);
  }

  @Test
  void thereAreThreeBlocksOfBeforeAndAfter() throws IOException {
    List<String> starts =
        javaBlocks().stream()
            .skip(1)
            .map(block -> block.replaceFirst("(?s)// (\\w+).*", "$1"))
            .filter(List.of("before", "after")::contains)
            .toList();

    assertThat(starts).containsExactly("before", "after", "before", "after", "before", "after");
  }

  @Test
  void commandsExist() throws IOException {
    List<String> commands = blocks("sh").flatMap(String::lines).toList();

    assertThat(commands)
        .containsExactly(
            "examples/packetloom demo",
            "mvn verify",
            "examples/packetloom fan-out",
            "examples/packetloom hedge");
    assertThat(ROOT.resolve("examples/packetloom")).isExecutable();
  }

  @Test
  void linksLeadToFiles() throws IOException {
    List<String> links = LINK.matcher(readme()).results().map(r -> r.group(1)).toList();

    assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(ROOT.resolve(link)).exists());
  }

  /** A block with what it takes for granted. */
  private static String framed(String block) {
    return """
    import java.net.*;
    import java.nio.ByteBuffer;
    import java.nio.channels.*;
    import java.nio.file.Path;
    import java.security.KeyStore;
    import java.sql.*;
    import java.time.Duration;
    import java.util.concurrent.CountDownLatch;
    import org.packetloom.*;
    import org.packetloom.event.*;
    import org.packetloom.message.*;
    import org.packetloom.tls.*;

    class Block {
      void run(Packetloom loom, StreamConnector connection, ByteBuffer buffer, ByteBuffer message, byte[] header,
          byte[] body, byte[] cancelRequest, Socket socket, SocketChannel channel,
          SocketAddress address, CountDownLatch stop, Duration minute, Statement statement,
          String slow, Orders orders) throws Exception {
        %s
      }

      void serve(Socket socket) {}

      void welcome(StreamConnector connection) {}

      interface Orders {
        Object load() throws SQLException;
      }
    }
    """
        .formatted(block);
  }

  private List<String> errorsOf(String name, String source) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    List<String> options =
        List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
    compiler
        .getTask(null, null, diagnostics, options, null, List.of(inMemory(name, source)))
        .call();
    return diagnostics.getDiagnostics().stream().map(d -> d.getMessage(Locale.ROOT)).toList();
  }

  private static JavaFileObject inMemory(String name, String source) {
    URI uri = URI.create("string:///" + name + JavaFileObject.Kind.SOURCE.extension);
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }

  private static List<String> javaBlocks() throws IOException {
    return blocks("java").toList();
  }

  private static Stream<String> blocks(String language) throws IOException {
    return BLOCK
        .matcher(readme())
        .results()
        .filter(block -> block.group(1).equals(language))
        .map((MatchResult block) -> block.group(2));
  }

  private static String readme() throws IOException {
    return Files.readString(ROOT.resolve("README.md"));
  }
}
