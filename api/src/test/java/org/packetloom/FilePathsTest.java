// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilePathsTest {
  private static final String BACKSLASH = "\\";

  @ParameterizedTest
  @CsvSource({
    "C:\\Temp\\x.sock, /C:/Temp/x.sock",
    "c:\\, /c:/",
    "\\\\server\\share\\x, //server/share/x",
    "C:\\größe\\%41 b, /C:/größe/%41 b",
  })
  void pathsOfWindowsAreThereAndBackTheSame(String file, String inUri) {
    assertThat(FilePaths.toUri(file, BACKSLASH)).isEqualTo(inUri);
    assertThat(FilePaths.toFile(inUri, BACKSLASH)).isEqualTo(file);
  }

  @ParameterizedTest
  @CsvSource({"/C:/Temp/x", "/C:\\Temp\\x", "/tmp/x", "//tmp", "/C:"})
  void pathsWithSlashesAreTheSameEitherWay(String path) {
    assertThat(FilePaths.toUri(path, "/")).isEqualTo(path);
    assertThat(FilePaths.toFile(path, "/")).isEqualTo(path);
  }

  @Test
  void slashWithoutDriveIsTheRootOfTheCurrentDrive() {
    assertThat(FilePaths.toFile("/Temp/x", BACKSLASH)).isEqualTo("\\Temp\\x");
    assertThat(FilePaths.toFile("/CC:/x", BACKSLASH)).isEqualTo("\\CC:\\x");
    assertThat(FilePaths.toFile("/1:/x", BACKSLASH)).isEqualTo("\\1:\\x");
  }

  @Test
  void fileIsFoundAgainByItsTarget() throws Exception {
    Path file = Path.of("some folder", "C:", "x.sock").toAbsolutePath();
    ConnectorUri uri = ConnectorUri.of("local", ConnectorTarget.Path.of(file));
    assertThat(ConnectorUri.parse(uri.toString()).target())
        .isEqualTo(ConnectorTarget.Path.of(file))
        .isInstanceOfSatisfying(
            ConnectorTarget.Path.class, path -> assertThat(path.file()).isEqualTo(file));
  }

  @Test
  void backSlashIsRejectedWithWhatToWrite() {
    assertThatThrownBy(() -> ConnectorUri.parse("local:///C:\\x"))
        .isInstanceOf(ConnectorUriException.class)
        .hasMessageContaining("index 11")
        .hasMessageContaining("write '/'");
  }
}
