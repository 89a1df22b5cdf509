// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The sockets that PostgreSQL's driver is tried on. */
enum PostgresSocket {
  JDK_TCP {
    @Override
    String url(PostgresServer server) {
      return server.url();
    }
  },

  JDK_TLS {
    @Override
    String url(PostgresServer server) {
      return server.tlsUrl();
    }
  },

  TCP {
    @Override
    String url(PostgresServer server) {
      return server.url() + FACTORY;
    }
  },

  TLS {
    @Override
    String url(PostgresServer server) {
      return server.tlsUrl() + FACTORY;
    }
  },

  /** An interrupt does not end a wait. */
  TCP_DEFER {
    @Override
    String url(PostgresServer server) {
      return server.url()
          + FACTORY
          + "&socketFactoryArg=tcp://"
          + server.address()
          + "?interrupt=defer";
    }
  },

  /** The Unix-domain socket; an interrupt does not end a wait. */
  LOCAL {
    @Override
    String url(PostgresServer server) {
      return server.url()
          + FACTORY
          + "&socketFactoryArg=local://"
          + server.socket()
          + "?interrupt=defer%26read-timeout=30s";
    }
  };

  static final String FACTORY = "&socketFactory=org.packetloom.net.PacketloomSocketFactory";

  /** For JDBC, with parameters: more can be appended with an ampersand. */
  abstract String url(PostgresServer server);

  Connection connect(PostgresServer server) throws SQLException {
    return DriverManager.getConnection(url(server));
  }

  boolean isOfJdk() {
    return this == JDK_TCP || this == JDK_TLS;
  }
}
