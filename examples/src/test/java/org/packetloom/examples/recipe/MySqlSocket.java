// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The drivers and sockets by which a MariaDB server is reached. */
enum MySqlSocket {
  MYSQL_JDK {
    @Override
    String url(MariaDbServer server) {
      return mysql(server);
    }
  },

  MYSQL_TCP {
    @Override
    String url(MariaDbServer server) {
      return mysql(server) + MYSQL_FACTORY;
    }
  },

  /** The Unix-domain socket; an interrupt does not end a wait. */
  MYSQL_LOCAL {
    @Override
    String url(MariaDbServer server) {
      return mysql(server) + MYSQL_FACTORY + via(server);
    }
  },

  MARIADB_JDK {
    @Override
    String url(MariaDbServer server) {
      return mariadb(server);
    }
  },

  MARIADB_TCP {
    @Override
    String url(MariaDbServer server) {
      return mariadb(server) + "&socketFactory=org.packetloom.net.PacketloomSocketFactory";
    }
  },

  /** The Unix-domain socket; an interrupt does not end a wait. */
  MARIADB_LOCAL {
    @Override
    String url(MariaDbServer server) {
      return mariadb(server)
          + "&socketFactory="
          + MariaDbSocketFactory.class.getName()
          + via(server);
    }
  };

  private static final String MYSQL_FACTORY =
      "&socketFactory=" + MySqlSocketFactory.class.getName();

  /** For JDBC, with parameters: more can be appended with an ampersand. */
  abstract String url(MariaDbServer server);

  private static String mysql(MariaDbServer server) {
    return "jdbc:mysql://" + server.address() + "/test?user=me&sslMode=DISABLED";
  }

  private static String mariadb(MariaDbServer server) {
    return "jdbc:mariadb://" + server.address() + "/test?user=me&sslMode=disable";
  }

  private static String via(MariaDbServer server) {
    return "&via=local://" + server.socket() + "?interrupt=defer%26read-timeout=30s";
  }

  boolean isLocal() {
    return this == MYSQL_LOCAL || this == MARIADB_LOCAL;
  }

  boolean isOfJdk() {
    return this == MYSQL_JDK || this == MARIADB_JDK;
  }

  Connection connect(MariaDbServer server) throws SQLException {
    return DriverManager.getConnection(url(server));
  }
}
