Rectify.search.receive("words","公家的车>公务用车、公车\n单位的车>公务用车、公车\n公车=公务用车\n私车>公务用车\n没公开~公示\n公示=公开")
